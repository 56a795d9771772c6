// A build without CUDA: no devices.
#include "gpu/device/device.h"

namespace lineal {

std::vector<std::unique_ptr<Device>> open_devices() {
  return {};
}

std::string gpu_description() {
  return "no (built without CUDA)";
}

}  // namespace lineal

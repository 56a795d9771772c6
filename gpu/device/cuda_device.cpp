// Devices through the CUDA runtime. No operator has a kernel yet, so supports() is false for all of them.
#include <cublas_api.h>
#include <cuda_runtime_api.h>

#include "gpu/device/device.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

void check(cudaError_t status, std::string_view what) {
  if (status == cudaSuccess) return;
  const ErrorKind kind = status == cudaErrorMemoryAllocation ? ErrorKind::kResource : ErrorKind::kRuntime;
  throw Error(kind, cat("gpu: ", what, ": ", cudaGetErrorString(status)));
}

class CudaBuffer final : public DeviceBuffer {
 public:
  explicit CudaBuffer(int64_t bytes) : bytes_(bytes) {
    if (bytes > 0) check(cudaMalloc(&data_, static_cast<size_t>(bytes)), cat("cannot allocate ", bytes, " bytes"));
  }
  ~CudaBuffer() override { cudaFree(data_); }
  CudaBuffer(const CudaBuffer&) = delete;
  CudaBuffer& operator=(const CudaBuffer&) = delete;
  int64_t bytes() const override { return bytes_; }
  void* data() const { return data_; }

 private:
  void* data_ = nullptr;
  int64_t bytes_;
};

class CudaDevice final : public Device {
 public:
  CudaDevice(int number, std::string name) : number_(number), name_(std::move(name)) {}
  std::string description() const override { return name_; }
  bool supports(const OpDef& op) const override { return kernel_of(op) != nullptr; }
  bool would_take(const OpDef& op, const Cost&) const override { return supports(op); }
  DeviceMemory memory() const override {
    select();
    size_t free = 0, total = 0;
    check(cudaMemGetInfo(&free, &total), "cannot read the size of memory");
    return {static_cast<int64_t>(free), static_cast<int64_t>(total)};
  }
  std::unique_ptr<DeviceBuffer> upload(std::span<const double> cells) override {
    select();
    auto buffer = std::make_unique<CudaBuffer>(static_cast<int64_t>(cells.size_bytes()));
    check(cudaMemcpy(buffer->data(), cells.data(), cells.size_bytes(), cudaMemcpyHostToDevice), "cannot upload");
    return buffer;
  }
  void download(const DeviceBuffer& from, std::span<double> cells) override {
    if (static_cast<int64_t>(cells.size_bytes()) > from.bytes())
      throw Error(ErrorKind::kInternal, cat("gpu: download past the end: ", cells.size_bytes(), " of ", from.bytes()));
    select();
    const auto& buffer = static_cast<const CudaBuffer&>(from);
    check(cudaMemcpy(cells.data(), buffer.data(), cells.size_bytes(), cudaMemcpyDeviceToHost), "cannot download");
  }
  void run(KernelCall& call) override {
    const Kernel* kernel = kernel_of(call.op);
    LINEAL_CHECK(kernel != nullptr, "the operator has no device kernel");
    select();
    kernel->run(call);
  }

 private:
  static const Kernel* kernel_of(const OpDef& op) { return pick_kernel(op, Forms::kDense, KernelPlace::kDevice); }
  void select() const { check(cudaSetDevice(number_), cat("cannot use device ", number_)); }

  int number_;
  std::string name_;
};

}  // namespace

std::vector<std::unique_ptr<Device>> open_devices() {
  int count = 0;
  if (cudaGetDeviceCount(&count) != cudaSuccess) return {};
  std::vector<std::unique_ptr<Device>> devices;
  for (int number = 0; number < count; ++number) {
    cudaDeviceProp properties{};
    check(cudaGetDeviceProperties(&properties, number), cat("cannot describe device ", number));
    devices.push_back(std::make_unique<CudaDevice>(number, properties.name));
  }
  return devices;
}

std::string gpu_description() {
  std::string text = cat("yes (built with CUDA ", CUDART_VERSION / 1000, ".", CUDART_VERSION % 1000 / 10, ", cuBLAS ",
                         CUBLAS_VER_MAJOR, ")");
  const auto devices = open_devices();
  if (devices.empty()) return text + ", no device";
  for (const auto& device : devices)
    text += ", " + device->description();
  return text;
}

}  // namespace lineal

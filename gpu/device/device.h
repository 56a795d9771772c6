// What the rest of the program may ask a device. The build links either the CUDA implementation or the stub.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "runtime/ops/declare/registry.h"

namespace lineal {

struct DeviceMemory {
  int64_t free = 0;   // bytes
  int64_t total = 0;  // bytes
};

/// Memory on a device, freed with the object.
class DeviceBuffer {
 public:
  virtual ~DeviceBuffer() = default;
  virtual int64_t bytes() const = 0;
};

/// One accelerator. Calls fail with Error(kResource) when memory runs out and Error(kRuntime) otherwise.
class Device {
 public:
  virtual ~Device() = default;
  virtual std::string description() const = 0;
  /// Returns whether a kernel of this operator is attached.
  virtual bool supports(const OpDef& op) const = 0;
  /// Returns whether the operator is worth running here although its inputs are in host memory.
  virtual bool would_take(const OpDef& op, const Cost& cost) const = 0;
  virtual DeviceMemory memory() const = 0;
  virtual std::unique_ptr<DeviceBuffer> upload(std::span<const double> cells) = 0;
  virtual void download(const DeviceBuffer& from, std::span<double> cells) = 0;
  /// Runs the operator's device kernel. Requires supports(call.op).
  virtual void run(KernelCall& call) = 0;
};

/// Opens every device of this machine; empty without CUDA, without a driver or without a device.
std::vector<std::unique_ptr<Device>> open_devices();

/// Gives operators the kernels of gpu/kernels; for extend_operators(). None in a build without CUDA.
void attach_device_kernels(OpRegistry& registry);

/// Says in one line what this build can use, for --version.
std::string gpu_description();

}  // namespace lineal

#pragma once

#include <string>
#include <vector>

namespace desvio {

/// One level of the caches of the first processor.
struct CacheFacts {
    int level = 0;
    double bytes = 0.0;
};

/// What the system says of the machine; 0 or empty where it does not say.
struct MachineFacts {
    std::string processor;
    int n_processors = 1;
    std::vector<CacheFacts> caches;  ///< of data, smallest first; a virtual machine may name those of its whole host
    double memory = 0.0;             ///< bytes there are
    double memory_free = 0.0;        ///< bytes that can be had without swapping, within the limit of the container
};
MachineFacts read_machine_facts();

/// Most bytes this process held since reset_peak_memory(), or since its start where that is not possible; 0: not known.
double peak_memory();
/// Bytes it holds now.
double held_memory();
/// Gives memory that is free back to the system first. \return whether peak_memory() starts anew
bool reset_peak_memory();

}  // namespace desvio

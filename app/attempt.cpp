#include "app/attempt.hpp"

#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "desvio/core/error.hpp"

#include <new>

namespace desvio::app {

Attempt attempt(std::function<int()> const& work) {
    try {
        return {work(), {}};
    } catch (UsageError const& error) {
        return {usage, error.what()};
    } catch (InputError const& error) {
        return {bad_input, error.what()};
    } catch (FileError const& error) {
        return {file_failed, error.what()};
    } catch (std::bad_alloc const&) {
        return {bug, "not enough memory"};
    } catch (std::exception const& error) {
        return {bug, std::string("internal error: ") + error.what() + ". This is a bug; please report it."};
    }
}

}  // namespace desvio::app

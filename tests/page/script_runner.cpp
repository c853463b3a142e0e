// Runs JavaScript from standard input in Duktape, in which the program itself draws; prints the last value.
#include <duktape.h>

#include <iostream>
#include <iterator>
#include <memory>
#include <string>

namespace {

struct Heap {
    void operator()(duk_context* heap) const { duk_destroy_heap(heap); }
};

}  // namespace

int main() {
    std::string const script{std::istreambuf_iterator<char>(std::cin), {}};
    std::unique_ptr<duk_context, Heap> const heap{duk_create_heap_default()};
    bool const has_failed = duk_peval_lstring(heap.get(), script.data(), script.size()) != DUK_EXEC_SUCCESS;
    (has_failed ? std::cerr : std::cout) << duk_safe_to_stacktrace(heap.get(), -1) << '\n';
    return has_failed ? 1 : 0;
}

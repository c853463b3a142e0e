#include "service/solve_gate.hpp"

#include "service/crew.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

namespace desvio {
namespace {

TEST(SolveGate, LetsAsManyInAsThereArePlaces) {
    SolveGate gate(2, 0, 10.0);
    SolveGate::Pass first = gate.enter();
    SolveGate::Pass const second = gate.enter();
    EXPECT_TRUE(first);
    EXPECT_TRUE(second);
    // Nobody may wait here, so that who comes third is told at once.
    auto const begin = std::chrono::steady_clock::now();
    EXPECT_FALSE(gate.enter());
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
    first = SolveGate::Pass(nullptr);  // leaves
    EXPECT_TRUE(gate.enter());
}

TEST(SolveGate, WaitsForAPlaceButNotForEver) {
    SolveGate gate(1, 1, 0.05);
    SolveGate::Pass const held = gate.enter();
    auto const begin = std::chrono::steady_clock::now();
    EXPECT_FALSE(gate.enter());
    EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(50));
}

TEST(SolveGate, AWaitingOneComesInWhenAnotherLeaves) {
    SolveGate gate(1, 1, 60.0);
    auto held = std::make_unique<SolveGate::Pass>(gate.enter());
    auto waiting = std::async(std::launch::async, [&] { return static_cast<bool>(gate.enter()); });
    EXPECT_EQ(waiting.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
    held.reset();
    EXPECT_TRUE(waiting.get());
}

TEST(SolveGate, NeverMoreAtOnceThanPlaces) {
    SolveGate gate(3, 100, 60.0);
    std::atomic<int> inside{0}, most{0}, passed{0};
    std::vector<std::thread> threads;
    threads.reserve(20);
    for (int k = 0; k < 20; ++k) {
        threads.emplace_back([&] {
            SolveGate::Pass const pass = gate.enter();
            int const now = ++inside;
            for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            --inside;
            if (pass) ++passed;
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(passed, 20);
    EXPECT_LE(most, 3);
}

TEST(Crew, FinishesWhatItTookAndRefusesWhatIsTooMuch) {
    std::atomic<int> sum{0}, taken{0};
    std::promise<void> go;
    auto const gone = go.get_future().share();
    {
        Crew crew(1, 3, [&](int socket) {
            gone.wait();
            sum += socket;
        });
        // One may be in work and three wait.
        for (int k = 0; k < 10; ++k) taken += crew.take(1) ? 1 : 0;
        EXPECT_GE(taken, 3);
        EXPECT_LE(taken, 4);
        go.set_value();
    }
    EXPECT_EQ(sum, taken);
}

}  // namespace
}  // namespace desvio

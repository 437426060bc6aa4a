#include "services/async/task.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>

namespace placet::async {
namespace {

// Resumes its waiter on another thread, as a lane does.
struct Elsewhere {
  std::thread& thread;
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    thread = std::thread([waiting] { waiting.resume(); });
  }
  void await_resume() const {}
};

Task<int> Answer() { co_return 42; }

Task<int> Sum(int depth) {
  if (depth == 0) co_return 0;
  const int rest = co_await Sum(depth - 1);
  co_return rest + 1;
}

Task<std::string> Hop(std::thread& thread, std::thread::id& ran_on) {
  co_await Elsewhere{thread};
  ran_on = std::this_thread::get_id();
  co_return "done";
}

Task<std::unique_ptr<int>> Moved() { co_return std::make_unique<int>(7); }

Task<bool> Note(bool& began) {
  began = true;
  co_return true;
}

TEST(Task, GivesItsValue) { EXPECT_EQ(BlockOn(Answer()), 42); }

TEST(Task, AwaitsOthersHoweverDeep) { EXPECT_EQ(BlockOn(Sum(10'000)), 10'000); }

TEST(Task, CarriesValuesThatOnlyMove) { EXPECT_EQ(*BlockOn(Moved()), 7); }

TEST(Task, IsLazy) {
  bool began = false;
  {
    Task<bool> task = Note(began);
    EXPECT_FALSE(began);
  }
  EXPECT_FALSE(began) << "a task that nobody awaits never begins, and is freed";
  BlockOn(Note(began));
  EXPECT_TRUE(began);
}

TEST(Task, GoesOnWhereItIsResumed) {
  std::thread thread;
  std::thread::id ran_on;
  EXPECT_EQ(BlockOn(Hop(thread, ran_on)), "done");
  EXPECT_EQ(ran_on, thread.get_id());
  thread.join();
}

TEST(BlockOnAll, StartsInOrderAndKeepsTheOrderOfResults) {
  std::vector<Task<int>> tasks;
  for (int i = 0; i < 100; ++i) tasks.push_back(Sum(i));
  const std::vector<int> results = BlockOnAll(std::move(tasks));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(results[static_cast<size_t>(i)], i);
}

TEST(BlockOnAll, OfNothingIsNothing) { EXPECT_TRUE(BlockOnAll(std::vector<Task<int>>()).empty()); }

}  // namespace
}  // namespace placet::async

// What clients may take of the gateway. See README.md for the reasons.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>

namespace placet::gateway {

struct Limits {
  using Seconds = std::chrono::duration<double>;

  size_t header = 24'576;             // bytes of a request's header, its target included
  size_t body = 16 << 20;             // bytes of a request's body
  size_t bodies = 128 << 20;          // bytes of all bodies that are there at a time
  size_t answers = 256 << 20;         // bytes of large answers that clients have not taken yet
  int connections = 4096;             // at a time
  int connections_of_address = 1024;  // of them from one address
  int streams = 100;                  // open at a time for one token, or one address without
  Seconds idle{75};                   // between two requests
  Seconds header_time{10};            // for the header, and for a TLS handshake
  Seconds body_time{60};              // for the body
  Seconds write_time{30};             // for the client to take what was written
  Seconds unary{30};                  // for an rpc whose caller sets no deadline
};

// Bytes that all connections share.
class Budget {
 public:
  explicit Budget(size_t most) : left_(static_cast<long>(most)) {}

  // Some of them, given back when it goes.
  class Share {
   public:
    Share(Budget& budget, size_t size) : budget_(&budget), size_(size) {}
    Share(Share&& other) noexcept
        : budget_(std::exchange(other.budget_, nullptr)), size_(other.size_) {}
    Share& operator=(Share&&) = delete;
    ~Share() {
      if (budget_ != nullptr) budget_->left_ += static_cast<long>(size_);
    }
    // False: there is no room for more.
    bool Grow(size_t size) {
      if (!budget_->Take(size)) return false;
      size_ += size;
      return true;
    }

   private:
    Budget* budget_;
    size_t size_;
  };

 private:
  bool Take(size_t size) {
    if (left_.fetch_sub(static_cast<long>(size)) >= static_cast<long>(size)) return true;
    left_ += static_cast<long>(size);
    return false;
  }

  std::atomic<long> left_;
};

}  // namespace placet::gateway

// Headers that most files read, compiled once for services and clients. Only headers that seldom
// change belong here, and none of our own: each change compiles everything again. A file still
// includes what it uses: the presets asan, tsan and fuzz compile without this one.
#pragma once

#include <algorithm>
#include <chrono>
#include <coroutine>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/util/time_util.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/grpcpp.h"
#include "placet/ballots/v1/analysis.grpc.pb.h"
#include "placet/ballots/v1/ballot_service.grpc.pb.h"
#include "placet/ballots/v1/board.grpc.pb.h"
#include "placet/ballots/v1/decision_service.grpc.pb.h"
#include "placet/ballots/v1/obligations.grpc.pb.h"
#include "placet/ballots/v1/rules.grpc.pb.h"
#include "placet/comments/v1/comment_service.grpc.pb.h"
#include "placet/comments/v1/consensus_service.grpc.pb.h"
#include "placet/members/v1/member_service.grpc.pb.h"
#include "placet/members/v1/sign_in_service.grpc.pb.h"
#include "placet/record/v1/record_service.grpc.pb.h"

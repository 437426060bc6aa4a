// Static files of a folder, held in memory: a path is looked up among them and never opened, so
// none leads out of the folder.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "services/gateway/exchange.h"

namespace placet::gateway {

class Pages {
 public:
  // "": none. Links and files whose names begin with a dot are left out.
  explicit Pages(std::string folder) : folder_(std::move(folder)) {}

  // The file of a path; index.html for a path that names no file and is asked for by a browser that
  // goes there. 404 and 405 as statuses.
  absl::StatusOr<Answer> Find(const Request& request);

 private:
  struct File {
    std::string content, gzip;  // gzip: of the file "NAME.gz" beside it; "": there is none
    std::string etag, type;
    std::filesystem::file_time_type changed;
  };
  using Files = std::map<std::string, std::shared_ptr<const File>>;  // by "assets/app.js"

  std::shared_ptr<const Files> Current();
  std::shared_ptr<const Files> Read(const Files& known) const;

  const std::string folder_;
  std::mutex mutex_;
  std::shared_ptr<const Files> files_ = std::make_shared<Files>();  // guarded by mutex_
  Clock::time_point looked_;                                        // guarded by mutex_
};

}  // namespace placet::gateway

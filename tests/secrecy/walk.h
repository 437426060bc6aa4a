// Every rpc of every service, asked by every caller, and what came back as text.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/secrecy/worlds.h"

namespace placet::secrecy {

// What one caller was told: by method and request, the status with its details, and each message.
using Told = std::map<std::string, std::string>;

// Full names of the methods in all files of protos/placet, whatever the table of requests says.
std::vector<std::string> AllMethods();

// Everybody asks everything about one ballot, all at the same time: what each caller was told.
std::map<std::string, Told> Walk(World& world, const std::string& ballot);

// The requests whose answers differ.
std::vector<std::string> Differing(const Told& a, const Told& b);

}  // namespace placet::secrecy

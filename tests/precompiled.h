// As services/precompiled.h, and what the tests add to it.
#pragma once

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/precompiled.h"

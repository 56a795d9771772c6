// What the cache keeps, what it drops first, and what it counts.
#include <map>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/core/error.h"
#include "runtime/matrix/list.h"
#include "tests/unit/cache/cache_values.h"

namespace lineal {
namespace {

constexpr int64_t kMiB = 1 << 20;

/// What one entry of a 1 x `cells` matrix is charged.
int64_t charge_of(int64_t cells) {
  Counters counters;
  ReuseCache cache(1000 * kMiB, counters);
  REQUIRE(put_new(cache, key_of(1), matrix_result(cells, 1), 1));
  return cache.bytes();
}

}  // namespace

TEST_CASE("what was put is found, and counted") {
  Counters counters;
  ReuseCache cache(kMiB, counters);
  const Interrupt interrupt;
  CachedResult made;
  made.values = {Value::integer(7), Value::string("seven")};
  made.lineage = {LineageNode::integer(7), LineageNode::string("seven")};
  const auto result = std::make_shared<const CachedResult>(std::move(made));
  {
    ReuseCache::Probe probe = cache.probe(key_of(1), interrupt);
    CHECK_FALSE(probe.hit);
    REQUIRE(probe.ticket);
    probe.ticket.put(result, 5000);
    CHECK_FALSE(probe.ticket);
  }
  const ReuseCache::Probe again = cache.probe(key_of(1), interrupt);
  CHECK(again.hit == result);
  CHECK_FALSE(again.ticket);
  CHECK(cache.entries() == 1);
  CHECK(cache.budget() == kMiB);
  CHECK(cache.bytes() >= 5 + 2 * 16);
  CHECK(counters.probes == 2);
  CHECK(counters.misses == 1);
  CHECK(counters.hits == 1);
  CHECK(counters.puts == 1);
  CHECK(counters.saved_nanoseconds == 5000);
  CHECK(counters.waits == 0);
  CHECK(counters.evictions == 0);
}

TEST_CASE("a dropped ticket leaves nothing behind") {
  Counters counters;
  ReuseCache cache(kMiB, counters);
  const Interrupt interrupt;
  for (int i = 0; i < 3; ++i) {
    const ReuseCache::Probe probe = cache.probe(key_of(1), interrupt);
    CHECK(probe.ticket);
  }
  CHECK(cache.entries() == 0);
  CHECK(cache.bytes() == 0);
  CHECK(counters.misses == 3);

  SECTION("a moved ticket is one ticket") {
    ReuseCache::Probe first = cache.probe(key_of(1), interrupt);
    ReuseCache::Ticket moved = std::move(first.ticket);
    CHECK_FALSE(first.ticket);
    ReuseCache::Ticket other = cache.probe(key_of(2), interrupt).ticket;
    other = std::move(moved);  // drops the ticket of key 2
    CHECK(cache.probe(key_of(2), interrupt).ticket);
    other.put(result_of(Value::integer(1)), 1);
    CHECK(contains(cache, key_of(1)));
  }
  SECTION("a ticket is put once") {
    ReuseCache::Probe probe = cache.probe(key_of(1), interrupt);
    probe.ticket.put(result_of(Value::integer(1)), 1);
    CHECK_THROWS_AS(probe.ticket.put(result_of(Value::integer(1)), 1), Error);
  }
}

TEST_CASE("a thread does not wait for itself") {
  Counters counters;
  ReuseCache cache(kMiB, counters);
  const Interrupt interrupt;
  ReuseCache::Probe outer = cache.probe(key_of(1), interrupt);
  REQUIRE(outer.ticket);
  const ReuseCache::Probe inner = cache.probe(key_of(1), interrupt);
  CHECK_FALSE(inner.hit);
  CHECK_FALSE(inner.ticket);
  outer.ticket.put(result_of(Value::integer(1)), 1);
  CHECK(contains(cache, key_of(1)));
}

TEST_CASE("a budget of nothing keeps nothing") {
  Counters counters;
  ReuseCache cache(0, counters);
  const Interrupt interrupt;
  for (int i = 0; i < 2; ++i) {
    const ReuseCache::Probe probe = cache.probe(key_of(1), interrupt);
    CHECK_FALSE(probe.hit);
    CHECK_FALSE(probe.ticket);
  }
  CHECK(cache.entries() == 0);
  Counters others;
  CHECK(ReuseCache(-5, others).budget() == 0);
}

TEST_CASE("a result larger than the cache is not kept") {
  Counters counters;
  ReuseCache cache(kMiB, counters);
  REQUIRE(put_new(cache, key_of(1), matrix_result(100, 1), 1));
  REQUIRE(put_new(cache, key_of(2), matrix_result(kMiB, 2), 1'000'000'000));
  CHECK(counters.refused == 1);
  CHECK(counters.puts == 1);
  CHECK(contains(cache, key_of(1)));
  CHECK_FALSE(contains(cache, key_of(2)));
}

TEST_CASE("the lowest cost per byte goes first, ties by age") {
  const int64_t charge = charge_of(1000);
  Counters counters;
  ReuseCache cache(3 * charge, counters);
  constexpr int64_t worth = 1000;  // so that nothing is cheap for its size

  SECTION("cost") {
    REQUIRE(put_new(cache, key_of(1), matrix_result(1000, 1), 300 * worth));
    REQUIRE(put_new(cache, key_of(2), matrix_result(1000, 2), 100 * worth));
    REQUIRE(put_new(cache, key_of(3), matrix_result(1000, 3), 200 * worth));
    CHECK(counters.evictions == 0);
    REQUIRE(put_new(cache, key_of(4), matrix_result(1000, 4), 400 * worth));
    CHECK(counters.evictions == 1);
    CHECK_FALSE(contains(cache, key_of(2)));
    CHECK(contains(cache, key_of(1)));
    CHECK(contains(cache, key_of(3)));
    CHECK(contains(cache, key_of(4)));
  }
  SECTION("the new one, when it is worth least") {
    for (int64_t i = 1; i <= 3; ++i)
      REQUIRE(put_new(cache, key_of(i), matrix_result(1000, 1), 300 * worth));
    REQUIRE(put_new(cache, key_of(4), matrix_result(1000, 4), 1 * worth));
    CHECK_FALSE(contains(cache, key_of(4)));
    CHECK(cache.entries() == 3);
  }
  SECTION("age") {
    for (int64_t i = 1; i <= 5; ++i)
      REQUIRE(put_new(cache, key_of(i), matrix_result(1000, 1), 100 * worth));
    CHECK_FALSE(contains(cache, key_of(1)));
    CHECK_FALSE(contains(cache, key_of(2)));
    for (int64_t i = 3; i <= 5; ++i)
      CHECK(contains(cache, key_of(i)));
  }
  SECTION("hits") {
    REQUIRE(put_new(cache, key_of(1), matrix_result(1000, 1), 100 * worth));
    REQUIRE(put_new(cache, key_of(2), matrix_result(1000, 2), 250 * worth));
    REQUIRE(put_new(cache, key_of(3), matrix_result(1000, 3), 350 * worth));
    for (int i = 0; i < 2; ++i)
      CHECK(contains(cache, key_of(1)));
    // Scores: 300, 250, 350 and 500.
    REQUIRE(put_new(cache, key_of(4), matrix_result(1000, 4), 500 * worth));
    CHECK_FALSE(contains(cache, key_of(2)));
    CHECK(contains(cache, key_of(1)));
    // Scores: 400, 350, 500 and 600.
    REQUIRE(put_new(cache, key_of(5), matrix_result(1000, 5), 600 * worth));
    CHECK_FALSE(contains(cache, key_of(3)));
    CHECK(contains(cache, key_of(1)));
    CHECK(contains(cache, key_of(4)));
    CHECK(contains(cache, key_of(5)));
  }
  SECTION("size") {
    REQUIRE(put_new(cache, key_of(1), matrix_result(1500, 1), 140 * worth));
    REQUIRE(put_new(cache, key_of(2), matrix_result(500, 2), 100 * worth));
    REQUIRE(put_new(cache, key_of(3), matrix_result(1100, 3), 1000 * worth));
    CHECK_FALSE(contains(cache, key_of(1)));
    CHECK(contains(cache, key_of(2)));
  }
}

TEST_CASE("cheap results that nobody asked for share a part of the cache") {
  const int64_t charge = charge_of(1000);
  Counters counters;
  ReuseCache cache(8 * 3 * charge, counters);
  const auto put_cheap = [&](int64_t key) { return put_new(cache, key_of(key), matrix_result(1000, 1), 1000); };

  SECTION("the oldest goes first") {
    for (int64_t key = 1; key <= 5; ++key)
      REQUIRE(put_cheap(key));
    CHECK(cache.entries() == 3);
    CHECK_FALSE(contains(cache, key_of(1)));
    CHECK_FALSE(contains(cache, key_of(2)));
    CHECK(contains(cache, key_of(3)));
  }
  SECTION("who was asked for stays, and leaves less to the others") {
    REQUIRE(put_cheap(1));
    CHECK(contains(cache, key_of(1)));
    for (int64_t key = 2; key <= 9; ++key)
      REQUIRE(put_cheap(key));
    CHECK(contains(cache, key_of(1)));
    CHECK(cache.entries() == 3);
    CHECK(contains(cache, key_of(9)));
  }
  SECTION("who comes again stays") {
    for (int64_t key = 1; key <= 4; ++key)
      REQUIRE(put_cheap(key));
    REQUIRE(put_cheap(1));
    for (int64_t key = 5; key <= 9; ++key)
      REQUIRE(put_cheap(key));
    CHECK(contains(cache, key_of(1)));
  }
  SECTION("what was costly is not concerned") {
    for (int64_t key = 1; key <= 20; ++key)
      REQUIRE(put_new(cache, key_of(key), matrix_result(1000, 1), 100'000));
    CHECK(cache.entries() == 20);
    CHECK(counters.evictions == 0);
  }
}

TEST_CASE("an object that several results hold is charged once") {
  Counters counters;
  ReuseCache cache(100 * kMiB, counters);
  const Value matrix = Value::matrix(NewMatrix::filled(1000, 100, 1));
  const int64_t bytes = matrix.as_matrix().bytes();
  REQUIRE(put_new(cache, key_of(1), result_of(matrix), 1));
  const int64_t one = cache.bytes();
  CHECK(one >= bytes);
  REQUIRE(put_new(cache, key_of(2), result_of(matrix), 1));
  CHECK(cache.bytes() < one + 1000);

  SECTION("inside lists too, however often the lists hold each other") {
    Value list = Value::list(
        make_ref<List>(std::vector<List::Element>{{matrix, {}}, {matrix, {}}}, std::vector<std::string>{"a", "b"}));
    for (int i = 0; i < 60; ++i)
      list =
          Value::list(make_ref<List>(std::vector<List::Element>{{list, {}}, {list, {}}}, std::vector<std::string>{}));
    REQUIRE(put_new(cache, key_of(3), result_of(list), 10'000'000));
    CHECK(cache.bytes() > one + 61 * static_cast<int64_t>(sizeof(List)));
    CHECK(cache.bytes() < one + 20'000);
  }
  cache.clear();
  CHECK(cache.bytes() == 0);
}

TEST_CASE("a large result that was cheap is kept when it comes a third time") {
  Counters counters;
  ReuseCache cache(100 * kMiB, counters);
  const Value large = Value::matrix(NewMatrix::filled(1000, 1000, 1));
  const int64_t cheap = 1'000'000;  // an eighth of a nanosecond a byte
  for (int sight = 1; sight <= 2; ++sight) {
    REQUIRE(put_new(cache, key_of(1), result_of(large), cheap));
    CHECK(cache.entries() == 0);
    CHECK(counters.postponed == sight);
  }
  REQUIRE(put_new(cache, key_of(1), result_of(large), cheap));
  CHECK(cache.entries() == 1);
  REQUIRE(put_new(cache, key_of(2), result_of(large), 100 * cheap));
  CHECK(cache.entries() == 2);
  REQUIRE(put_new(cache, key_of(3), result_of(Value::matrix(NewMatrix::filled(10, 10, 1))), 1));
  CHECK(cache.entries() == 3);
  CHECK(counters.postponed == 2);
}

TEST_CASE("clearing keeps what is being produced") {
  Counters counters;
  ReuseCache cache(kMiB, counters);
  const Interrupt interrupt;
  REQUIRE(put_new(cache, key_of(1), result_of(Value::integer(1)), 1));
  ReuseCache::Probe pending = cache.probe(key_of(2), interrupt);
  cache.clear();
  CHECK(cache.entries() == 0);
  CHECK(cache.bytes() == 0);
  pending.ticket.put(result_of(Value::integer(2)), 1);
  CHECK(contains(cache, key_of(2)));
  CHECK_FALSE(contains(cache, key_of(1)));
}

TEST_CASE("the cache agrees with a map under random use") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 20; ++round) {
    Counters counters;
    const int64_t budget = 1000 + static_cast<int64_t>(random() % 200'000);
    ReuseCache cache(budget, counters);
    const Interrupt interrupt;
    std::map<Key, std::shared_ptr<const CachedResult>> put;
    int64_t hits = 0;
    for (int step = 0; step < 2000; ++step) {
      const Key key = key_of(static_cast<int64_t>(random() % 100));
      if (random() % 500 == 0) {
        cache.clear();
        put.clear();
        REQUIRE(cache.bytes() == 0);
      }
      ReuseCache::Probe probe = cache.probe(key, interrupt);
      REQUIRE((probe.hit != nullptr) != static_cast<bool>(probe.ticket));
      if (probe.hit) {
        ++hits;
        REQUIRE(probe.hit == put.at(key));
      } else if (random() % 4 != 0) {
        const auto result =
            random() % 3 ? matrix_result(static_cast<int64_t>(random() % 3000), 1) : result_of(Value::real(1));
        probe.ticket.put(result, static_cast<int64_t>(random() % 1000));
        put[key] = result;
      }
      REQUIRE(cache.bytes() <= budget);
      REQUIRE(cache.bytes() >= 0);
      REQUIRE(cache.entries() <= static_cast<int64_t>(put.size()));
    }
    REQUIRE(counters.hits == hits);
    REQUIRE(counters.puts - counters.evictions >= cache.entries());
    REQUIRE(hits > 0);
    REQUIRE(counters.evictions > 0);
  }
}

}  // namespace lineal

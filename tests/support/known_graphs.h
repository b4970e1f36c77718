// Small published networks, typed in by hand, so that known answers are at hand without any data.
#pragma once

#include <utility>
#include <vector>

#include "engine/graph/network.h"

namespace coterie::testing {

inline Network UnweightedNetwork(uint32_t vertices,
                                 const std::vector<std::pair<uint32_t, uint32_t>>& pairs) {
  std::vector<NetworkEdge> edges;
  edges.reserve(pairs.size());
  for (const auto& [a, b] : pairs) edges.push_back({std::min(a, b), std::max(a, b), 1});
  return {vertices, std::move(edges)};
}

// Krackhardt (1990): Andre, Beverley, Carol, Diane, Ed, Fernando, Garth, Heather, Ike, Jane.
inline Network KrackhardtKite() {
  return UnweightedNetwork(10, {{0, 1},
                                {0, 2},
                                {0, 3},
                                {0, 5},
                                {1, 3},
                                {1, 4},
                                {1, 6},
                                {2, 3},
                                {2, 5},
                                {3, 4},
                                {3, 5},
                                {3, 6},
                                {4, 6},
                                {5, 6},
                                {5, 7},
                                {6, 7},
                                {7, 8},
                                {8, 9}});
}

// Zachary (1977): the members of a karate club, 1..34 there, 0..33 here.
inline Network KarateClub() {
  return UnweightedNetwork(
      34, {{0, 1},   {0, 2},   {0, 3},   {0, 4},   {0, 5},   {0, 6},   {0, 7},   {0, 8},   {0, 10},
           {0, 11},  {0, 12},  {0, 13},  {0, 17},  {0, 19},  {0, 21},  {0, 31},  {1, 2},   {1, 3},
           {1, 7},   {1, 13},  {1, 17},  {1, 19},  {1, 21},  {1, 30},  {2, 3},   {2, 7},   {2, 8},
           {2, 9},   {2, 13},  {2, 27},  {2, 28},  {2, 32},  {3, 7},   {3, 12},  {3, 13},  {4, 6},
           {4, 10},  {5, 6},   {5, 10},  {5, 16},  {6, 16},  {8, 30},  {8, 32},  {8, 33},  {9, 33},
           {13, 33}, {14, 32}, {14, 33}, {15, 32}, {15, 33}, {18, 32}, {18, 33}, {19, 33}, {20, 32},
           {20, 33}, {22, 32}, {22, 33}, {23, 25}, {23, 27}, {23, 29}, {23, 32}, {23, 33}, {24, 25},
           {24, 27}, {24, 31}, {25, 31}, {26, 29}, {26, 33}, {27, 33}, {28, 31}, {28, 33}, {29, 32},
           {29, 33}, {30, 32}, {30, 33}, {31, 32}, {31, 33}, {32, 33}});
}

}  // namespace coterie::testing

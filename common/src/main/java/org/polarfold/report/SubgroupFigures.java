package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The estimates of one analysis by subgroup: of the internal and the external arm, and of the drop.
 *
 * @param partings one entry a way of parting patients
 */
record SubgroupFigures(List<Parting> partings) {

  /**
   * A way of parting patients.
   *
   * @param by as {@code sex} or {@code sex x ageBand}
   * @param reference the group that all others are compared with
   */
  record Parting(String by, String reference, List<Group> groups) {}

  /**
   * A group in both arms.
   *
   * @param why why nothing is told of it at all; empty where something is
   */
  record Group(
      String name,
      @Nullable Long n,
      @Nullable Long events,
      String why,
      Figure internal,
      Figure external,
      Figure drop,
      Gap equalisedOdds,
      Gap riskGap) {

    /** Whether too few patients have a label for anything to be told. */
    boolean suppressed() {
      return why.startsWith("suppressed");
    }
  }

  /** A figure of the group and how far it lies from the reference group's. */
  record Figure(Estimate estimate, Gap gap) {}

  /** A difference between groups, with a p adjusted by Holm's method. */
  record Gap(Estimate estimate, @Nullable Double pHolm) {}

  /** The binary target's; of a regression target, which has no AUROC, none. */
  static SubgroupFigures of(JsonNode target) {
    if (target.path("kind").asText("").equals("regression")) {
      return new SubgroupFigures(List.of());
    }
    JsonNode internal = target.path("arms").path("internal").path("subgroups");
    JsonNode external = target.path("arms").path("external").path("subgroups");
    JsonNode drop = target.path("drop").path("subgroups");
    Map<String, JsonNode> first = new LinkedHashMap<>();
    for (JsonNode blocks : List.of(external, internal, drop)) {
      blocks.forEach(block -> first.putIfAbsent(block.path("by").asText(""), block));
    }
    List<Parting> partings = new ArrayList<>();
    first.forEach(
        (by, block) -> {
          List<Group> groups = new ArrayList<>();
          for (JsonNode group : block.path("groups")) {
            String name = group.path("group").asText("");
            groups.add(
                group(
                    name,
                    group,
                    find(internal, by, name),
                    find(external, by, name),
                    find(drop, by, name)));
          }
          partings.add(new Parting(by, block.path("reference").asText(""), List.copyOf(groups)));
        });
    return new SubgroupFigures(List.copyOf(partings));
  }

  private static JsonNode find(JsonNode blocks, String by, String group) {
    for (JsonNode block : blocks) {
      if (block.path("by").asText("").equals(by)) {
        for (JsonNode one : block.path("groups")) {
          if (one.path("group").asText("").equals(group)) {
            return one;
          }
        }
      }
    }
    return blocks.path("absent");
  }

  private static Group group(
      String name, JsonNode any, JsonNode internal, JsonNode external, JsonNode drop) {
    String why = Estimate.reason(any.path("figures"));
    return new Group(
        name,
        Results.whole(any.path("n")),
        Results.whole(any.path("events")),
        why == null ? "" : why,
        figure(internal, "aurocWithinSites"),
        figure(external, "aurocWithinSites"),
        figure(drop, "aurocWithinSites"),
        gap(external.path("equalisedOdds")),
        figure(external, "riskAtThreshold").gap());
  }

  private static Figure figure(JsonNode group, String name) {
    JsonNode figures = group.path("figures");
    JsonNode node = Estimate.reason(figures) == null ? figures.path(name) : figures;
    // What could not be estimated says why itself; its gap is for the same reason none.
    JsonNode gap = Estimate.reason(node) == null ? node.path("gap") : node;
    return new Figure(Estimate.read(node, "value", "lower", "upper"), gap(gap));
  }

  private static Gap gap(JsonNode node) {
    return new Gap(
        Estimate.read(node, "value", "lower", "upper"), Estimate.number(node.path("pHolm")));
  }
}

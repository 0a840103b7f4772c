package org.polarfold.report;

import static org.polarfold.report.RunFacts.present;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

/**
 * Where a run's networks look, small enough to be drawn: the content of {@code attributions.json}.
 *
 * @param provenance of what run, configuration, data and plan they are
 * @param attributions one a target, map, kind of map and method
 */
public record AttributionFacts(Map<String, Object> provenance, List<Attribution> attributions) {

  /** The value of the key {@code schema}. */
  public static final String SCHEMA = "polarfold-attributions/1";

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Copies the collections, in their order; a missing component is refused by its name. */
  public AttributionFacts {
    provenance = RunFacts.ordered(present(provenance, "provenance"));
    attributions = List.copyOf(present(attributions, "attributions"));
  }

  /**
   * What in maps of one kind speaks for a target, on average over patients: logits, positive where
   * the place, as it is, speaks for the target.
   *
   * @param target its key
   * @param map what the network saw, as {@code reserve} or {@code rest-stress}
   * @param kind which of those maps
   * @param method {@code occlusion} or {@code gradient}
   * @param patients averaged over
   * @param segments 17 logits, segment s at index s - 1: what the whole segment contributes
   * @param sizes the same of the sizes of patients' attributions, whatever their signs
   * @param places 2,160 logits, ring by ring from the apex, each of one place; empty for occlusion,
   *     which knows segments only
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Attribution(
      String target,
      String map,
      String kind,
      String method,
      long patients,
      List<Double> segments,
      List<Double> sizes,
      List<Float> places) {

    /**
     * Copies the values.
     *
     * @throws IllegalArgumentException unless all are finite and as many as they should be
     */
    public Attribution {
      present(target, "target");
      present(map, "map");
      present(kind, "kind");
      present(method, "method");
      segments = List.copyOf(present(segments, "segments"));
      sizes = List.copyOf(present(sizes, "sizes"));
      places = places == null ? List.of() : List.copyOf(places);
      if (segments.size() != Segment17.COUNT
          || sizes.size() != Segment17.COUNT
          || !segments.stream().allMatch(Double::isFinite)
          || !sizes.stream().allMatch(Double::isFinite)) {
        throw new IllegalArgumentException("expected 17 finite values in segments and in sizes");
      }
      if (!(places.isEmpty() || places.size() == PolarMap.SIZE)
          || !places.stream().allMatch(Float::isFinite)) {
        throw new IllegalArgumentException(
            "expected no places or " + PolarMap.SIZE + " finite values");
      }
    }
  }

  /** What {@code attributions.json} says. */
  public String text() {
    ObjectNode root = JSON.createObjectNode().put("schema", SCHEMA);
    root.setAll((ObjectNode) JSON.valueToTree(this));
    return root.toPrettyString() + "\n";
  }

  /** The same, from what was read of a file of that schema. */
  static AttributionFacts of(JsonDocument document) {
    try {
      return JSON.treeToValue(document.root(), AttributionFacts.class);
    } catch (JsonProcessingException e) {
      Throwable root = e.getCause() == null ? e : e.getCause();
      throw document.invalid(
          "attributions", "unusable", Words.shortened(String.valueOf(root.getMessage()), 160), e);
    }
  }
}

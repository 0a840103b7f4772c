package org.polarfold.fairness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.polarfold.evaluate.Evaluation;
import org.polarfold.evaluate.Predictions;
import org.polarfold.evaluate.Resampling;
import org.polarfold.evaluate.ResultsFile;

/** Blocks of a results file as a reader of it finds them. */
final class Blocks {

  private Blocks() {}

  /** The only target of some predictions. */
  static JsonNode target(Predictions predictions) {
    return file(predictions).path("targets").path(0);
  }

  static JsonNode file(Predictions predictions) {
    try {
      return new ObjectMapper()
          .readTree(
              ResultsFile.text(
                  ReadOffMap.in(
                      Evaluation.of(
                          predictions, Resampling.NONE, List.of(new Fairness(AgeBands.USUAL)))),
                  Map.of()));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** A group of an arm or the drop. */
  static JsonNode group(JsonNode armOrDrop, String by, String group) {
    for (JsonNode breakdown : armOrDrop.path("subgroups")) {
      if (breakdown.path("by").asText().equals(by)) {
        for (JsonNode one : breakdown.path("groups")) {
          if (one.path("group").asText().equals(group)) {
            return one;
          }
        }
      }
    }
    throw new AssertionError("no group " + group + " by " + by + " in " + armOrDrop);
  }
}

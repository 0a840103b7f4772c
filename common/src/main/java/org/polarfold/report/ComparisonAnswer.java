package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.polarfold.report.ComparedFacts.Arm;

/**
 * What a comparison answers for the first run's primary target and map and the model under test, in
 * words that say no more than the figures do.
 *
 * @param external which run tells patients of a new site better apart
 * @param lost which of them loses more there
 * @param caution what to know before believing it; empty where there is nothing
 */
record ComparisonAnswer(String external, String lost, String caution) {

  static ComparisonAnswer of(List<ComparedFacts> all, JsonNode first) {
    String target = first.path("primaryTarget").asText("");
    String map = first.path("primaryMap").asText("");
    Optional<String> model =
        first.path("models").properties().stream().map(one -> one.getKey()).findFirst();
    Optional<ComparedFacts> asked =
        all.stream()
            .filter(one -> one.target().equals(target) && one.map().equals(map))
            .filter(one -> one.model().equals(model.orElse("")))
            .findFirst();
    String task =
        "for %s, read from the %s"
            .formatted(Words.targetInSentence(target), Words.map(map).toLowerCase(Locale.ROOT));
    if (asked.isEmpty()) {
      return new ComparisonAnswer(
          "What run A was asked first, %s, is not compared: run B has no such figures."
              .formatted(task),
          "",
          "");
    }
    Arm external = asked.get().arms().get("external");
    return new ComparisonAnswer(
        external == null
            ? "The two runs have no external arm in common " + task + "."
            : external(external.meta(), task),
        lost(asked.get().drop().meta()),
        asked.get().circular() ? Answer.CIRCULAR : "");
  }

  private static String external(Results.Meta meta, String task) {
    Estimate difference = meta.headline();
    Double value = difference.value();
    Interval interval = difference.interval();
    if (value == null || interval == null) {
      return "Which network does better at sites it has never seen cannot be told %s: %s."
          .formatted(task, difference.why());
    }
    String figures =
        "the AUROC of run A\u2019s is %s %s than that of run B\u2019s %s"
            .formatted(
                Words.figure(Math.abs(value)),
                value < 0 ? "lower" : "higher",
                within(meta, interval));
    return isEstablished(interval)
        ? "At sites that neither network has seen, %s %s.".formatted(figures, task)
        : "That one network does better at sites it has never seen is not established %s: %s."
            .formatted(task, figures);
  }

  private static String lost(Results.Meta meta) {
    Estimate difference = meta.headline();
    Double value = difference.value();
    Interval interval = difference.interval();
    if (value == null || interval == null) {
      return "Which of them loses more there cannot be told: %s.".formatted(difference.why());
    }
    String figures =
        "its drop is %s %s %s"
            .formatted(
                Words.figure(Math.abs(value)),
                value < 0 ? "smaller" : "larger",
                within(meta, interval));
    if (isEstablished(interval)) {
      return "Run A\u2019s network loses %s there than run B\u2019s: %s."
          .formatted(value < 0 ? "less" : "more", figures);
    }
    return "That run A\u2019s network loses more or less than run B\u2019s is not established: %s."
        .formatted(figures);
  }

  private static boolean isEstablished(Interval interval) {
    return interval.lower() > 0 || interval.upper() < 0;
  }

  private static String within(Results.Meta meta, Interval interval) {
    Long k = meta.k();
    return "(95 %% interval %s%s; same patients, within sites)"
        .formatted(Words.interval(interval), k == null ? "" : "; " + k + " sites");
  }
}

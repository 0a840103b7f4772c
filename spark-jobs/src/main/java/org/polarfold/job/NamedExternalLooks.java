package org.polarfold.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.polarfold.UserException;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.RunFolder;
import org.polarfold.study.SiteId;

/**
 * When named external sites were looked at. They are external to development only once: whoever has
 * seen how a network does there, and goes on, has used them. A folder a look in the lake's {@code
 * named-external}, which nothing here deletes.
 */
final class NamedExternalLooks {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "look.json";

  private final RunFolder folder;
  private final List<String> sites;
  private final Console console;

  NamedExternalLooks(Workplace place) {
    this.folder = place.lake().folder("named-external");
    this.sites =
        place.configuration().experiment().splitting().namedExternal().stream()
            .map(SiteId::value)
            .toList();
    this.console = place.console();
  }

  /**
   * A look at sites.
   *
   * @param time when it began, UTC
   * @param run that looked
   * @param planDigest of its plan
   * @param sites that were looked at
   */
  record Look(String time, String run, String planDigest, List<String> sites) {

    static Look of(JsonNode file) {
      List<String> sites = new ArrayList<>();
      file.path("sites").forEach(site -> sites.add(site.asText()));
      return new Look(
          file.path("time").asText(),
          file.path("run").asText(),
          file.path("planDigest").asText(),
          sites);
    }

    /** As results and the look's file tell of it. */
    Map<String, Object> told() {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("time", time);
      told.put("run", run);
      told.put("planDigest", planDigest);
      told.put("sites", sites);
      return told;
    }
  }

  /** All looks at any of these sites, the first one first. */
  List<Look> taken() {
    return folder.folders().stream()
        .map(folder::folder)
        .flatMap(look -> look.text(FILE).map(text -> look(text, look.shownPathOf(FILE))).stream())
        .filter(look -> !Collections.disjoint(look.sites, sites))
        .sorted(Comparator.comparing(Look::time).thenComparing(Look::run))
        .toList();
  }

  /** Logs that a run looks, once, and tells on standard error of looks before. */
  void take(RunFolder run, SplitPlan plan) {
    List<Look> before = taken();
    boolean known =
        before.stream()
            .anyMatch(look -> look.run.equals(run.name()) && look.planDigest.equals(plan.digest()));
    if (known) {
      return;
    }
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Look look = new Look(now, run.name(), plan.digest(), sites);
    folder
        .folder(run.name() + "-" + plan.digest().substring(0, 12))
        .write(FILE, JSON.valueToTree(look.told()).toPrettyString() + "\n");
    if (!before.isEmpty()) {
      console.warn(
          "Named external sites were looked at before: "
              + before.stream()
                  .map(
                      one ->
                          String.join(", ", one.sites)
                              + " by "
                              + one.run
                              + " at "
                              + one.time
                              + ", plan "
                              + one.planDigest.substring(0, 12))
                  .collect(Collectors.joining("; "))
              + ". Whatever was changed since is not external to them");
    }
  }

  private static Look look(String text, String file) {
    try {
      return Look.of(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new UserException("Cannot read " + file + " (expected JSON)", e);
    }
  }
}

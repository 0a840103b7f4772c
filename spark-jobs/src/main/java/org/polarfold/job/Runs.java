package org.polarfold.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.polarfold.UserException;
import org.polarfold.experiment.Experiment;
import org.polarfold.provenance.CodeVersion;
import org.polarfold.provenance.Digest;
import org.polarfold.store.RunFolder;

/**
 * The runs of an experiment on a lake: {@code runs/<name>-1}, {@code -2}, ... The last one is
 * continued when it is unfinished and everything it depends on is the same.
 *
 * @param lake the lake's folder
 * @param configuration the experiment's
 */
record Runs(RunFolder lake, Configuration configuration) {

  private static final ObjectMapper JSON = new ObjectMapper();
  static final String CONFIG = "config.json";

  /**
   * A run as a command line names it: its folder, or an experiment's configuration file, which
   * means the last run that was begun with it.
   *
   * @throws UserException where there is none
   */
  static RunFolder named(String run) {
    if (!run.endsWith(".conf")) {
      return RunFolder.at(run);
    }
    Configuration configuration = Configuration.read(Path.of(run));
    RunFolder lake = RunFolder.at(configuration.experiment().data().lake());
    return new Runs(lake, configuration).existing();
  }

  private UserException none() {
    return new UserException(
        "Cannot find a run of experiment "
            + configuration.experiment().name()
            + " in "
            + lake.folder("runs")
            + " (expected ./run split before)");
  }

  /** The last run, if it is unfinished and of the same experiment, code and dataset. */
  Optional<RunFolder> unfinished(String datasetDigest) {
    return last()
        .filter(run -> !run.isDone())
        .filter(run -> field(run, "digest").equals(digest(datasetDigest)));
  }

  /** The last run, if it is unfinished and of the same experiment and code, on any dataset. */
  Optional<RunFolder> unfinished() {
    return last()
        .filter(run -> !run.isDone())
        .filter(run -> field(run, "digest").equals(digest(field(run, "datasetDigest"))));
  }

  /** The run to work in: the last one where it can be continued, otherwise a new one. */
  RunFolder begin(String datasetDigest) {
    return unfinished(datasetDigest).orElseGet(() -> create(datasetDigest));
  }

  /**
   * The last run that was begun with these settings, for the steps after the split.
   *
   * @throws UserException where there is none: with other settings cells or a provenance would come
   *     of it that its config.json does not tell of
   */
  RunFolder existing() {
    String present = configurationDigest();
    return all().stream()
        .filter(run -> field(run, "configurationDigest").equals(present))
        .findFirst()
        .orElseThrow(() -> last().map(this::changed).orElseGet(this::none));
  }

  private UserException changed(RunFolder run) {
    return new UserException(
        "Cannot go on with run "
            + run
            + ": the configuration has changed since, digest "
            + shortened(configurationDigest())
            + " (expected "
            + shortened(field(run, "configurationDigest"))
            + "; begin a new run with ./run split)");
  }

  private static String shortened(String digest) {
    return digest.substring(0, Math.min(12, digest.length()));
  }

  /** When a run was begun, ISO 8601. */
  static String startedAt(RunFolder run) {
    return field(run, "startedAt");
  }

  /** Digest of the experiment's settings, wherever its data lie. */
  String configurationDigest() {
    Experiment e = configuration.experiment();
    return Digest.sha256()
        .add(Long.toString(e.seed()))
        .add(e.splitting().toString())
        .add(e.maps().toString())
        .add(e.targets().toString())
        .add(e.seeds().toString())
        .add(e.network().toString())
        .add(e.harmonisation().toString())
        .add(e.training().toString())
        .add(e.comparators().toString())
        .hex();
  }

  private String digest(String datasetDigest) {
    return Digest.sha256()
        .add(configurationDigest())
        .add(datasetDigest)
        .add(CodeVersion.current().toString())
        .hex();
  }

  /** The run with the largest number. */
  Optional<RunFolder> last() {
    return all().stream().findFirst();
  }

  /** The experiment's runs, the last one first. */
  private List<RunFolder> all() {
    String prefix = configuration.experiment().name() + "-";
    return numbers(prefix).stream()
        .sorted(Comparator.reverseOrder())
        .map(number -> lake.folder("runs").folder(prefix + number))
        .toList();
  }

  private List<Integer> numbers(String prefix) {
    return lake.folder("runs").folders().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .filter(rest -> rest.matches("[0-9]{1,9}"))
        .map(Integer::valueOf)
        .toList();
  }

  private RunFolder create(String datasetDigest) {
    String prefix = configuration.experiment().name() + "-";
    int number = numbers(prefix).stream().max(Comparator.naturalOrder()).orElse(0) + 1;
    RunFolder run = lake.folder("runs").folder(prefix + number);
    ObjectNode root = JSON.createObjectNode();
    root.put("schema", "polarfold-config/1");
    root.put("digest", digest(datasetDigest));
    root.put("configurationDigest", configurationDigest());
    root.put("datasetDigest", datasetDigest);
    root.put("code", CodeVersion.current().commit());
    root.put("startedAt", Instant.now().toString());
    root.put("configuration", configuration.text());
    try {
      run.write(CONFIG, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    return run;
  }

  static String field(RunFolder run, String name) {
    try {
      return JSON.readTree(run.text(CONFIG).orElse("{}")).path(name).asText();
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}

package org.polarfold.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.experiment.Experiment;
import org.polarfold.report.Report.Source;

/** What the pack is a function of: a run's files, each read once. */
public final class RunFiles {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final Map<String, Place> roots = new LinkedHashMap<>();
  private final Optional<Experiment> experiment;

  /**
   * Reads the files.
   *
   * @param results {@code results.json}
   * @param run {@code run.json}; empty for predictions of other programs
   * @param audit {@code audit.json}, where it was written
   * @param stress {@code stress.json}, where it was written
   * @param experiment what {@code run.json}'s configuration describes, where it is known
   * @throws UserException where one is not JSON
   */
  public RunFiles(
      Source results,
      Optional<Source> run,
      Optional<Source> audit,
      Optional<Source> stress,
      Optional<Experiment> experiment) {
    read("results.json", Optional.of(results));
    read("run.json", run);
    read("audit.json", audit);
    read("stress.json", stress);
    this.experiment = experiment;
  }

  private void read(String name, Optional<Source> source) {
    source.ifPresent(file -> sources.put(name, file));
    roots.put(name, root(name, source.orElse(null)));
  }

  /** The files that are there, by name. */
  Map<String, Source> sources() {
    return sources;
  }

  Optional<Experiment> experiment() {
    return experiment;
  }

  Place resultsRoot() {
    return at("results.json");
  }

  Place runRoot() {
    return at("run.json");
  }

  Place auditRoot() {
    return at("audit.json");
  }

  Place stressRoot() {
    return at("stress.json");
  }

  private Place at(String name) {
    return Objects.requireNonNull(roots.get(name), name);
  }

  /** The analysis that the run asked first; without a run the first of the file. */
  Optional<Place> primary() {
    String target = runRoot().at("primaryTarget").text();
    String map = runRoot().at("primaryMap").text();
    List<Place> models = runRoot().at("models").fields();
    String model = models.isEmpty() ? "" : models.get(0).name();
    List<Place> binary =
        resultsRoot().at("targets").items(t -> !t.at("kind").text().equals("regression"));
    return !sources.containsKey("run.json")
        ? binary.stream().findFirst()
        : binary.stream()
            .filter(t -> t.at("target").text().equals(target))
            .filter(t -> t.at("map").text().equals(map))
            .filter(t -> t.at("model").text().equals(model))
            .findFirst();
  }

  /** Whether the data are simulated, as far as the files say. */
  Optional<Boolean> simulated() {
    for (JsonNode said :
        List.of(
            runRoot().node().path("simulated"),
            resultsRoot().node().path("provenance").path("simulated"))) {
      if (said.isBoolean()) {
        return Optional.of(said.booleanValue());
      }
    }
    return Optional.empty();
  }

  Marks marks() {
    List<String> circular = new ArrayList<>();
    for (Place target : resultsRoot().at("targets").items()) {
      if (target.at("circular").node().asBoolean()) {
        circular.add(
            (target.at("target").text() + "-" + target.at("map").text()).replace('_', '-'));
      }
    }
    return new Marks(
        simulated().orElse(false),
        runRoot().at("stain").text(),
        circular.stream().distinct().toList());
  }

  private static Place root(String name, @Nullable Source source) {
    if (source == null) {
      return new Place(name, "", MissingNode.getInstance());
    }
    try {
      return new Place(name, "", JSON.readTree(source.json()));
    } catch (IOException e) {
      throw new UserException(
          "Invalid file: %s: not JSON (expected what ./run writes)".formatted(source.name()), e);
    }
  }
}

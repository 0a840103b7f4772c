package org.polarfold.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.provenance.CodeVersion;
import org.polarfold.study.Segment17;

/**
 * What is to be told of a run beside its estimates: the content of {@code run.json}.
 *
 * @param name the run's name
 * @param origin whether the studies are of patients; {@code simulated} in JSON
 * @param startedAt ISO 8601 instant
 * @param configurationDigest hexadecimal
 * @param datasetDigest hexadecimal
 * @param planDigest hexadecimal
 * @param code version and commit of the code that ran
 * @param seed the experiment's seed
 * @param workers number of averaging workers, part of the experiment
 * @param primaryTarget key of the target that the page answers first, as {@code impaired_mfr}
 * @param primaryMap key of its map, as {@code reserve}
 * @param models key to description, in order: the network under test first, then what stands beside
 *     it, the conventional model first
 * @param cohort one entry a site, in the order of the page
 * @param meanMaps mean map of a site in 17 segments, of all its patients and by label of the
 *     primary target; a site without one, and a label that fewer than 5 patients have, are left out
 * @param circular pairs in which the target is computed from the map itself
 * @param stain what must be told of every figure; empty, or missing, where nothing must
 * @param configuration the experiment's HOCON text
 * @param resources what the run was made with; null where it is not recorded
 */
public record RunFacts(
    String name,
    @JsonProperty("simulated") DataOrigin origin,
    String startedAt,
    String configurationDigest,
    String datasetDigest,
    String planDigest,
    Code code,
    long seed,
    int workers,
    String primaryTarget,
    String primaryMap,
    Map<String, String> models,
    List<SiteFacts> cohort,
    List<MeanMap> meanMaps,
    List<Pair> circular,
    String stain,
    String configuration,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Resources resources) {

  /** The value of the key {@code schema}. */
  public static final String SCHEMA = "polarfold-run/2";

  static final String ORIGIN = "./run evaluate";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  /** Copies the collections, in their order; a missing component is refused by its name. */
  public RunFacts {
    present(name, "name");
    present(origin, "simulated");
    present(startedAt, "startedAt");
    present(configurationDigest, "configurationDigest");
    present(datasetDigest, "datasetDigest");
    present(planDigest, "planDigest");
    present(code, "code");
    present(primaryTarget, "primaryTarget");
    present(primaryMap, "primaryMap");
    present(configuration, "configuration");
    stain = Objects.requireNonNullElse(stain, "");
    models = ordered(present(models, "models"));
    cohort = List.copyOf(present(cohort, "cohort"));
    meanMaps = List.copyOf(present(meanMaps, "meanMaps"));
    circular = List.copyOf(present(circular, "circular"));
  }

  /**
   * The code that ran.
   *
   * @param version Maven's version
   * @param commit abbreviated, with {@code -dirty} where the tree had changes
   */
  public record Code(String version, String commit) {

    /** Refuses a missing component. */
    public Code {
      present(version, "version");
      present(commit, "commit");
    }

    /** The same, from what the build knows. */
    public static Code of(CodeVersion code) {
      return new Code(code.version(), code.commit());
    }
  }

  /**
   * Programs, machine and time. None of it decides a figure.
   *
   * @param programs name to version, as {@code Java} to {@code 17.0.9}
   * @param cores processors that Spark computed the estimates on
   * @param cells trainings that are finished
   * @param cellSeconds what they took, added up, though several ran at the same time
   * @param wallSeconds from the run's beginning to the end of its last training; null where no
   *     training tells of its time
   * @param roundings of how many kinds the workers were, by how they round; 1 where all round
   *     alike, 0 or null where it is not known
   */
  public record Resources(
      Map<String, String> programs,
      int cores,
      long cells,
      double cellSeconds,
      @Nullable Double wallSeconds,
      @Nullable Integer roundings) {

    /** Copies the map, in its order. */
    public Resources {
      programs = ordered(present(programs, "programs"));
    }
  }

  /**
   * The mean map of a site's patients.
   *
   * @param site its name
   * @param map {@code rest}, {@code stress} or {@code reserve}
   * @param label of the primary target, 0 or 1; null where it is of all the site's patients
   * @param patients of that label; null where it is of all
   * @param segments 17 finite values, segment s at index s - 1, in the map's unit
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MeanMap(
      String site,
      String map,
      @Nullable Integer label,
      @Nullable Long patients,
      List<Double> segments) {

    /** Of all patients of a site. */
    public static MeanMap of(String site, String map, List<Double> segments) {
      return new MeanMap(site, map, null, null, segments);
    }

    /**
     * Copies the values.
     *
     * @throws IllegalArgumentException unless there are 17 finite ones
     */
    public MeanMap {
      present(site, "site");
      present(map, "map");
      segments = List.copyOf(present(segments, "segments"));
      if (segments.size() != Segment17.COUNT || !segments.stream().allMatch(Double::isFinite)) {
        throw new IllegalArgumentException("expected 17 finite segment values");
      }
    }
  }

  /**
   * A target and a map.
   *
   * @param target its key
   * @param map its key
   */
  public record Pair(String target, String map) {

    /** Refuses a missing component. */
    public Pair {
      present(target, "target");
      present(map, "map");
    }
  }

  /**
   * Writes {@code run.json}, completely or not at all.
   *
   * @throws UserException where the place cannot be written
   */
  public void write(Path file) {
    AtomicText.write(file, text());
  }

  /** What {@code run.json} says, for a place that is not on a local disk. */
  public String text() {
    ObjectNode root = JSON.createObjectNode().put("schema", SCHEMA);
    root.setAll((ObjectNode) JSON.valueToTree(this));
    return root.toPrettyString() + "\n";
  }

  /**
   * Reads a {@code run.json}; keys it does not know are left unread.
   *
   * @throws UserException where there is no such file or a key is missing or of another kind
   */
  public static RunFacts read(Path file) {
    return of(JsonDocument.read(file, SCHEMA, ORIGIN));
  }

  /** What was read of a {@code run.json}, wherever it lies; otherwise as {@link #read}. */
  public static RunFacts of(Report.Source file) {
    return of(JsonDocument.of(file, SCHEMA, ORIGIN));
  }

  private static RunFacts of(JsonDocument document) {
    document.root().path("cohort").forEach(RunFacts::nameMissingReason);
    try {
      return JSON.treeToValue(document.root(), RunFacts.class);
    } catch (JsonMappingException e) {
      String key = e.getPath().stream().map(RunFacts::step).collect(Collectors.joining("."));
      Throwable root = e.getCause() == null ? e : e.getCause();
      String why =
          root instanceof JsonMappingException bad ? bad.getOriginalMessage() : root.getMessage();
      throw document.invalid(
          key.isEmpty() ? "(top)" : key, "unusable", Words.shortened(String.valueOf(why), 160), e);
    } catch (JsonProcessingException e) {
      throw document.invalid("(top)", "unusable", "the keys of run.json", e);
    }
  }

  private static String step(JsonMappingException.Reference at) {
    return at.getFieldName() != null ? at.getFieldName() : "[" + at.getIndex() + "]";
  }

  /** A site that another program marked as not held out without a word is still not held out. */
  private static void nameMissingReason(JsonNode site) {
    boolean kept = site.path("heldOut").isBoolean() && !site.path("heldOut").booleanValue();
    if (kept && !site.hasNonNull("notHeldOutBecause")) {
      ((ObjectNode) site).put("notHeldOutBecause", "reason not recorded");
    }
  }

  static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** Jackson hands null for a missing key: named here, so that the message can name it too. */
  static <T> T present(@Nullable T value, String key) {
    return Objects.requireNonNull(value, "key " + key + ", which is missing");
  }
}

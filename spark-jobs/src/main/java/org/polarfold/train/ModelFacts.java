package org.polarfold.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.polarfold.backbone.WeightFlaw;
import org.polarfold.experiment.Augmentation;
import org.polarfold.experiment.Network;
import org.polarfold.experiment.Network.WeightsFile;
import org.polarfold.provenance.CodeVersion;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.Target;

/**
 * What a saved model says of itself beside its weights.
 *
 * @param network what it looks with; of weights the digest alone
 * @param frozenPart the key of its frozen part, which holds the digest of that
 * @param maps what it looks at
 * @param hiddenUnits of its shared layer
 * @param targets of its heads, in order
 * @param thresholds by target: positive from this probability on, which had the largest Youden
 *     index on the studies that it learnt from; a target without both classes has none
 * @param madeFor whom and what it has learnt from
 * @param learntFrom features of some studies that it has learnt from, without their places, all of
 *     one length; empty where it does not say, as the model of a cell
 */
public record ModelFacts(
    Network network,
    String frozenPart,
    InputMaps maps,
    int hiddenUnits,
    List<Target> targets,
    Map<Target, Double> thresholds,
    MadeFor madeFor,
    List<float[]> learntFrom) {

  private static final String SCHEMA = "polarfold-model/1";
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * As the file has them, with the scaling of features and the digest of it and the weights.
   *
   * @param learntFrom numbers of four bytes, the lowest first, study by study; absent in files of
   *     earlier versions
   */
  private record Text(
      String schema,
      String code,
      boolean simulated,
      String backbone,
      String weightsSha256,
      String drawing,
      int pixels,
      String frozenTo,
      String frozenPart,
      List<String> maps,
      int hiddenUnits,
      List<String> targets,
      SortedMap<String, Double> thresholds,
      List<String> sites,
      long studies,
      SortedMap<String, SortedSet<String>> acquisition,
      double[] mean,
      double[] scale,
      String digest,
      byte @Nullable [] learntFrom,
      int learntFromStudies) {}

  /** Facts and what goes with the weights. */
  record Read(ModelFacts facts, FeatureScaling scaling, String digest) {}

  byte[] text(FeatureScaling scaling, String digest) {
    SortedMap<String, Double> byKey = new TreeMap<>();
    thresholds.forEach((target, threshold) -> byKey.put(target.key(), threshold));
    Text text =
        new Text(
            SCHEMA,
            CodeVersion.current().commit(),
            madeFor.simulated(),
            name(network.backbone()),
            network.weights().map(WeightsFile::sha256).orElse(""),
            name(network.drawing()),
            network.pixels(),
            network.frozenTo(),
            frozenPart,
            maps.kinds().stream().map(MapKind::key).toList(),
            hiddenUnits,
            targets.stream().map(Target::key).toList(),
            byKey,
            madeFor.sites(),
            madeFor.studies(),
            madeFor.acquisition(),
            scaling.mean(),
            scaling.scale(),
            digest,
            bytes(learntFrom),
            learntFrom.size());
    try {
      return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(text) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(List<float[]> studies) {
    int length = studies.stream().mapToInt(study -> study.length * Float.BYTES).sum();
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] study : studies) {
      for (float value : study) {
        bytes.putFloat(value);
      }
    }
    return bytes.array();
  }

  /** The studies of {@link #bytes}. */
  private static List<float[]> studies(byte @Nullable [] bytes, int count) {
    if (bytes == null || count == 0) {
      return List.of();
    }
    int length = bytes.length / Float.BYTES / count;
    if (count < 0 || length < 1 || bytes.length != (long) count * length * Float.BYTES) {
      throw new IllegalArgumentException();
    }
    ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<float[]> studies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] study = new float[length];
      for (int j = 0; j < length; j++) {
        study[j] = from.getFloat();
        if (!Float.isFinite(study[j])) {
          throw new IllegalArgumentException();
        }
      }
      studies.add(study);
    }
    return studies;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads what {@link #text} has written, or somebody in its place.
   *
   * @throws WeightFlaw where it is anything else
   */
  static Read read(byte[] bytes) throws WeightFlaw {
    try {
      Text text = JSON.readValue(bytes, Text.class);
      if (!SCHEMA.equals(text.schema)) {
        throw new WeightFlaw("a model of schema " + SCHEMA);
      }
      Map<Target, Double> thresholds = new TreeMap<>();
      text.thresholds.forEach((target, threshold) -> thresholds.put(target(target), threshold));
      Network network =
          Network.of(
              text.backbone,
              text.weightsSha256.isEmpty()
                  ? Optional.empty()
                  : Optional.of(new WeightsFile("", text.weightsSha256)),
              text.drawing,
              text.pixels,
              text.frozenTo,
              Augmentation.NONE);
      if (text.hiddenUnits < 1
          || text.hiddenUnits > 10_000
          || text.mean.length != text.scale.length) {
        throw new IllegalArgumentException();
      }
      return new Read(
          new ModelFacts(
              network,
              text.frozenPart,
              new InputMaps(text.maps.stream().map(ModelFacts::map).toList()),
              text.hiddenUnits,
              text.targets.stream().map(ModelFacts::target).toList(),
              thresholds,
              new MadeFor(text.simulated, text.sites, text.studies, text.acquisition),
              studies(text.learntFrom, text.learntFromStudies)),
          FeatureScaling.of(text.mean, text.scale),
          text.digest);
    } catch (IOException | IllegalArgumentException | NullPointerException e) {
      throw new WeightFlaw("what Polarfold says of its models, in " + SavedModel.ENTRY);
    }
  }

  private static Target target(String key) {
    return Target.of(key).orElseThrow(IllegalArgumentException::new);
  }

  private static MapKind map(String key) {
    return MapKind.valueOf(key.toUpperCase(Locale.ROOT));
  }
}

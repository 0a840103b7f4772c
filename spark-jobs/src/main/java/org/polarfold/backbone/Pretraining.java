package org.polarfold.backbone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.polarfold.experiment.Network.Drawing;
import org.polarfold.provenance.CodeVersion;
import org.polarfold.provenance.Digest;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.Target;

/**
 * Makes the shipped backbone: the compact network learns from simulated maps of all three kinds to
 * tell the map's means in 120 patches as they would be without noise, impaired flow reserve and
 * sex; then its heads are taken off.
 *
 * @param patients of an epoch, from 0; simulated, and seeded apart from every consortium's
 * @param epochs how often patients are learnt from, three maps each
 * @param seed of weights and order
 */
public record Pretraining(IntFunction<Stream<Patient>> patients, int epochs, long seed) {

  private static final int BATCH = 32;
  private static final double LEARNING_RATE = 1e-3;

  /**
   * A simulated patient.
   *
   * @param seen as a scanner measured it
   * @param quiet by map, the means in 120 patches as that scanner would have measured them without
   *     noise, on the scale of pixels
   */
  public record Patient(PerfusionStudy seen, Map<MapKind, float[]> quiet) {

    /** A patient of whom a scanner has made a study, and the same scanner one without noise. */
    public static Patient of(PerfusionStudy seen, PerfusionStudy quiet) {
      Map<MapKind, float[]> patches = new EnumMap<>(MapKind.class);
      for (MapKind kind : MapKind.values()) {
        patches.put(kind, MapImage.scaled(Patches.means(quiet.map(kind).orElseThrow()), kind));
      }
      return new Patient(seen, patches);
    }
  }

  /** One map of one patient. */
  private record Example(Patient patient, MapKind kind) {}

  /**
   * Trains, and writes {@code compact-64.zip} with its provenance {@code compact-64.json}.
   *
   * @param folder receives both
   * @param afterEpoch told every epoch's number, from 1
   */
  public void run(Path folder, IntConsumer afterEpoch) throws IOException {
    Nd4j.getRandom().setSeed(seed);
    ComputationGraph network = CompactNetwork.withPretrainingHeads(seed, learningRate());
    int all = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      List<Example> examples = examples(epoch);
      all += examples.size() / MapKind.values().length;
      for (int first = 0; first + BATCH <= examples.size(); first += BATCH) {
        network.fit(batch(examples.subList(first, first + BATCH)));
      }
      network.incrementEpochCount();
      afterEpoch.accept(epoch + 1);
    }
    write(withoutHeads(network), network.score(), all, folder);
  }

  private List<Example> examples(int epoch) {
    List<Example> examples = new ArrayList<>();
    try (Stream<Patient> those = patients.apply(epoch)) {
      those.forEach(
          patient -> {
            for (MapKind kind : MapKind.values()) {
              examples.add(new Example(patient, kind));
            }
          });
    }
    Collections.shuffle(examples, new Random(new Seeds(seed).seed("epoch", epoch)));
    return examples;
  }

  /** A tenth of the rate in the last third, a hundredth in the last sixth. */
  private ISchedule learningRate() {
    return new MapSchedule.Builder(ScheduleType.EPOCH)
        .add(0, LEARNING_RATE)
        .add(Math.max(1, epochs * 2 / 3), LEARNING_RATE / 10)
        .add(Math.max(2, epochs * 5 / 6), LEARNING_RATE / 100)
        .build();
  }

  private static MultiDataSet batch(List<Example> examples) {
    MapImage image = MapImage.of(Drawing.DISC, CompactNetwork.IMAGE_SIZE);
    float[] pixels = new float[examples.size() * image.length()];
    float[][] patches = new float[examples.size()][];
    float[][] impaired = new float[examples.size()][1];
    float[][] sex = new float[examples.size()][1];
    for (int i = 0; i < examples.size(); i++) {
      Patient patient = examples.get(i).patient();
      PerfusionStudy study = patient.seen();
      MapKind kind = examples.get(i).kind();
      image.draw(study.map(kind).orElseThrow().toArray(), kind, pixels, i * image.length());
      patches[i] = Objects.requireNonNull(patient.quiet().get(kind));
      impaired[i][0] = study.clinical().label(Target.IMPAIRED_MFR).orElseThrow();
      sex[i][0] = study.clinical().label(Target.SEX).orElseThrow();
    }
    INDArray maps =
        Nd4j.createFromArray(pixels)
            .reshape(examples.size(), 1, CompactNetwork.IMAGE_SIZE, CompactNetwork.IMAGE_SIZE);
    return new MultiDataSet(
        new INDArray[] {maps},
        new INDArray[] {
          Nd4j.createFromArray(patches), Nd4j.createFromArray(impaired), Nd4j.createFromArray(sex)
        });
  }

  /** The features as the only output. */
  static ComputationGraph withoutHeads(ComputationGraph network) {
    return new TransferLearning.GraphBuilder(network)
        .removeVertexAndConnections(CompactNetwork.PATCHES)
        .removeVertexAndConnections(CompactNetwork.IMPAIRED)
        .removeVertexAndConnections(CompactNetwork.SEX)
        .setOutputs(CompactNetwork.FEATURE_LAYER)
        .build();
  }

  private void write(ComputationGraph body, double loss, int all, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path weights = folder.resolve(CompactBackbone.SHIPPED + ".zip");
    Files.write(weights, withoutTimes(body));
    ObjectMapper json = new ObjectMapper();
    ObjectNode provenance = json.createObjectNode();
    provenance.put("sha256", Digest.ofFile(weights));
    provenance.put("parameters", body.numParams());
    provenance.put("features", CompactNetwork.FEATURES);
    provenance.put("trainedOn", "simulated maps only; not ImageNet, no patient");
    provenance.put("simulatedPatients", all);
    provenance.put("epochs", epochs);
    provenance.put("seed", seed);
    provenance.put("lastLoss", loss);
    provenance.put("code", CodeVersion.current().commit());
    provenance.put(
        "command",
        "./run pretrain --patients %d --epochs %d --seed %d".formatted(all / epochs, epochs, seed));
    Files.writeString(
        folder.resolve(CompactBackbone.SHIPPED + ".json"),
        json.writerWithDefaultPrettyPrinter().writeValueAsString(provenance) + "\n");
  }

  /** A DL4J zip whose bytes do not depend on when it was written. */
  private static byte[] withoutTimes(ComputationGraph network) throws IOException {
    ByteArrayOutputStream timed = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, timed, false);
    ByteArrayOutputStream untimed = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(timed.toByteArray()));
        ZipOutputStream out = new ZipOutputStream(untimed)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        ZipEntry same = new ZipEntry(entry.getName());
        same.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
        out.putNextEntry(same);
        in.transferTo(out);
        out.closeEntry();
      }
    }
    return untimed.toByteArray();
  }
}

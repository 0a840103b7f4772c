package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.backbone.FormulaFile;
import org.polarfold.provenance.Digest;
import org.polarfold.store.LakeFixture;
import org.polarfold.study.Acquisition;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarMap;
import org.polarfold.study.SiteId;

/** Models of a consortium, and a hospital that tests them: its own lake, its own commands. */
class FinishedModelIT {

  private static final List<String> SITES = List.of("alder", "birch");

  @TempDir private static Path folder;

  private static Path step1;
  private static Path step2;

  @BeforeAll
  static void trainAModelOnTwoSites() throws IOException {
    List<PerfusionStudy> studies = new ArrayList<>();
    for (String site : SITES) {
      studies.addAll(acquired(site, "N-13 ammonia", 30));
    }
    write("consortium", studies);
    Path conf = experiment("consortium", "");

    Told split = Told.by("split", conf.toString());
    assertThat(split.status()).as(split.err()).isZero();
    Told model = Told.by("model", conf.toString());
    assertThat(model.status()).as(model.err()).isZero();
    Path models = folder.resolve("consortium/lake/runs/demo-small-1/models");
    step1 = models.resolve("reserve-step-1.zip");
    step2 = models.resolve("reserve-step-2.zip");
    assertThat(model.out().lines())
        .containsExactly("Model: " + step1, "Model: " + step2, "Models: " + models);
    assertThat(model.out()).contains(step1.toString(), step2.toString());
  }

  private static List<PerfusionStudy> acquired(String site, String tracer, int count) {
    return LakeFixture.site(site, count, site.hashCode()).stream()
        .map(
            study ->
                new PerfusionStudy(
                    new PatientId(study.patient().value()),
                    new SiteId(site),
                    study.clinical(),
                    new Acquisition(tracer, "scanner of " + site, "a", "b", "c", "CT", "adenosine"),
                    study.quantity(),
                    study.maps(),
                    study.colourResidual()))
        .toList();
  }

  private static void write(String lake, List<PerfusionStudy> studies) throws IOException {
    Files.createDirectories(folder.resolve(lake).resolve("exports"));
    try (SparkSession spark = LocalSpark.start()) {
      LakeFixture.write(spark, folder.resolve(lake).resolve("lake"), studies);
    }
  }

  private static Path experiment(String lake, String network) throws IOException {
    Path conf = OwnProcess.experiment(folder.resolve(lake), "key-variable = UNUSED");
    return Files.writeString(conf, Files.readString(conf) + "\n" + network);
  }

  private static String lake(String name) {
    return folder.resolve(name).resolve("lake").toString();
  }

  private Told predict(Path model, String lake, Path out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "predict",
                "--model",
                model.toString(),
                "--studies",
                lake(lake),
                "--out",
                out.toString()));
    arguments.addAll(Arrays.asList(more));
    return Told.by(arguments.toArray(String[]::new));
  }

  @Test
  void anotherHospitalPredictsAndEvaluates() throws IOException {
    write("hospital", acquired("cedar", "N-13 ammonia", 25));
    Path out = folder.resolve("predictions.csv");

    Told told = predict(step2, "hospital", out);

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.err()).doesNotContain("cedar");
    assertThat(told.out())
        .contains("impaired_mfr: positive from 0.", "sex: positive from 0.")
        .contains("the reserve map defines it")
        .contains("Simulated data: not clinical results.")
        .contains(" of 25 studies lie farther than 95 % of those that the model has learnt from")
        .endsWith("25 studies predicted\nPredictions: " + out + "\n");
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(1 + 2 * 25);
    assertThat(lines.get(0))
        .isEqualTo(
            "patient,site,arm,target,model,map,repeat,seed,fold,label,score,sex,age,race,"
                + "mahalanobis,mahalanobis_share,nearest,nearest_share");
    assertThat(lines.subList(1, lines.size()))
        .allSatisfy(
            line -> {
              assertThat(line.split(",", -1)[1]).isEqualTo("cedar");
              assertThat(Double.parseDouble(line.split(",", -1)[10])).isBetween(0.0, 1.0);
              assertThat(Double.parseDouble(line.split(",", -1)[14])).isPositive();
              assertThat(Double.parseDouble(line.split(",", -1)[15])).isBetween(1 / 61.0, 1.0);
              assertThat(Double.parseDouble(line.split(",", -1)[16])).isPositive();
              assertThat(Double.parseDouble(line.split(",", -1)[17])).isBetween(1 / 61.0, 1.0);
            });
    Told evaluated =
        Told.by(
            "evaluate", "--predictions", out.toString(), "--out", folder.resolve("r").toString());
    assertThat(evaluated.status()).as(evaluated.err()).isZero();
    assertThat(evaluated.out()).contains("AUROC of impaired_mfr from the reserve map");
    // A second time from the features that it has kept, to the same digits; and as Parquet.
    Path again = folder.resolve("again.csv");
    assertThat(predict(step2, "hospital", again).status()).isZero();
    assertThat(Files.readString(again)).isEqualTo(Files.readString(out));
    Path parquet = folder.resolve("predictions.parquet");
    assertThat(predict(step1, "hospital", parquet).status()).isZero();
    assertThat(
            Told.by(
                    "evaluate",
                    "--predictions",
                    parquet.toString(),
                    "--out",
                    folder.resolve("p").toString())
                .status())
        .isZero();
  }

  @Test
  void whatItWasNotMadeForIsRefusedUnlessTold() throws IOException {
    List<PerfusionStudy> studies = new ArrayList<>(acquired("cedar", "Rb-82", 3));
    studies.addAll(acquired("dogwood", "N-13 ammonia", 4));
    studies.addAll(acquired("elm", Acquisition.UNKNOWN, 2));
    write("others", studies);
    Path out = folder.resolve("others.csv");

    Told told = predict(step1, "others", out);

    assertThat(told.status()).isEqualTo(2);
    assertThat(told.err())
        .isEqualTo(
            "Cannot predict what the model was not made for: site cedar: 3 studies with tracer ="
                + " Rb-82 (expected N-13 ammonia), and 1 more; --unfamiliar predicts them all the"
                + " same\n");
    assertThat(out).doesNotExist();

    Told still = predict(step1, "others", out, "--unfamiliar");
    assertThat(still.status()).as(still.err()).isZero();
    assertThat(still.err())
        .contains("site elm: 2 studies with tracer not told (expected N-13 ammonia)");
    assertThat(Files.readAllLines(out)).hasSize(1 + 9);
  }

  @Test
  void itsOwnSitesAreTold() {
    Told told = predict(step1, "consortium", folder.resolve("own.csv"));

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.err()).contains("Site alder bears the name of one that the model has learnt");
  }

  @Test
  void aFileThatIsNoModelIsOneLine() throws IOException {
    byte[] whole = Files.readAllBytes(step1);
    Path file = folder.resolve("changed.zip");
    for (byte[] changed :
        List.of(
            new byte[0],
            "not a zip".getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(whole, whole.length / 2),
            Files.readAllBytes(shipped()))) {
      Files.write(file, changed);
      Told told = predict(file, "consortium", folder.resolve("none.csv"));
      assertThat(told.status()).isEqualTo(2);
      assertThat(told.err())
          .startsWith("Cannot use model: " + file + " (expected ")
          .hasLineCount(1);
    }
    assertThat(predict(step1, "consortium", folder.resolve("none.txt")).err())
        .isEqualTo(
            "Invalid value of --out: "
                + folder.resolve("none.txt")
                + " (expected a name that ends in .csv or .parquet)\n");
    assertThat(predict(step1, "consortium", folder.resolve("none.csv"), "--weights", "w.h5").err())
        .isEqualTo("Invalid value of --weights: w.h5 (expected none, as of " + step1 + ")\n");
    assertThat(folder.resolve("none.csv")).doesNotExist();
  }

  @Test
  void studiesUnlikeAnyAreFar() throws IOException {
    List<PerfusionStudy> strange = new ArrayList<>();
    for (PerfusionStudy study : acquired("cedar", "N-13 ammonia", 20)) {
      Map<MapKind, PolarMap> maps = new EnumMap<>(MapKind.class);
      study.maps().forEach((kind, map) -> maps.put(kind, lopsided(map)));
      strange.add(
          new PerfusionStudy(
              study.patient(),
              study.site(),
              study.clinical(),
              study.acquisition(),
              study.quantity(),
              maps,
              study.colourResidual()));
    }
    write("lopsided", strange);
    Path out = folder.resolve("lopsided.csv");

    Told told = predict(step1, "lopsided", out);

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.out()).contains("20 of 20 studies lie farther than 95 %");
    assertThat(Files.readAllLines(out).subList(1, 21))
        .allMatch(line -> Double.parseDouble(line.split(",", -1)[17]) == 1 / 61.0);
  }

  /** Five times the values on one side of the heart. */
  private static PolarMap lopsided(PolarMap map) {
    float[] values = map.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] *= i % PolarMap.SECTORS < PolarMap.SECTORS / 2 ? 5 : 1;
    }
    return PolarMap.of(values);
  }

  @Test
  void aModelOfBeforeSaysNothingOfDistances() throws IOException {
    Path before = folder.resolve("before.zip");
    Files.write(before, changed("\"learntFrom\" : \"[^\"]*\"", "\"unknown\" : 1"));
    Path out = folder.resolve("before.csv");
    Told told = predict(before, "consortium", out);

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.out()).contains("the model does not say what it learnt from");
    assertThat(Files.readAllLines(out).get(1)).endsWith(",,,,");
    Files.write(before, changed("\"learntFromStudies\" : 60", "\"learntFromStudies\" : 59"));
    assertThat(predict(before, "consortium", out).err())
        .startsWith("Cannot use model: " + before + " (expected what Polarfold says");
    Files.write(before, changed("\"learntFromStudies\" : 60", "\"learntFromStudies\" : 30"));
    assertThat(predict(before, "consortium", out).err())
        .contains("Cannot use model: " + before + " (expected 128 features of each study");
  }

  /** The model with another text of what it says of itself. */
  private static byte[] changed(String pattern, String by) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(step1));
        ZipOutputStream to = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] member = in.readAllBytes();
        if (entry.getName().equals("polarfold.json")) {
          String text = new String(member, StandardCharsets.UTF_8);
          String other = text.replaceFirst(pattern, by);
          assertThat(other).isNotEqualTo(text);
          member = other.getBytes(StandardCharsets.UTF_8);
        }
        to.putNextEntry(new ZipEntry(entry.getName()));
        to.write(member);
        to.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** A DL4J zip, but none of Polarfold's models. */
  private static Path shipped() {
    return Path.of("src/main/resources/org/polarfold/backbone/compact-64.zip");
  }

  /** Frozen to the last stage but one, three maps as channels, varied; through every command. */
  @Test
  void aResNetWithWeightsOfOnesOwn() throws IOException {
    Path weights = FormulaFile.in(folder);
    List<PerfusionStudy> studies = new ArrayList<>(acquired("alder", "N-13 ammonia", 24));
    studies.addAll(acquired("birch", "N-13 ammonia", 24));
    write("resnet", studies);
    String network =
        """
        maps = [rest-stress-reserve]
        targets = [impaired-mfr]
        network {
          backbone = resnet-50, weights = "%s", sha256 = "%s", pixels = 32
          augmentation { variants = 1, rotation-degrees = 5, gain = 0.05 }
        }
        """
            .formatted(weights, Digest.ofFile(weights));
    Path conf = experiment("resnet", network);

    Told split = Told.by("split", conf.toString());
    assertThat(split.status()).as(split.err()).isZero();
    Told model = Told.by("model", conf.toString());
    assertThat(model.status()).as(model.err()).isZero();
    Path zip =
        folder.resolve("resnet/lake/runs/demo-small-1/models/rest-stress-reserve-step-1.zip");
    Path out = folder.resolve("resnet.csv");

    assertThat(predict(zip, "resnet", out).err()).contains("expected the file of SHA-256 ");
    Told told = predict(zip, "resnet", out, "--weights", weights.toString());
    assertThat(told.status()).as(told.err()).isZero();
    assertThat(Files.readAllLines(out)).hasSize(1 + 48);
    try (Stream<Path> features = Files.list(folder.resolve("resnet/lake/features"))) {
      assertThat(features.map(f -> f.getFileName().toString()))
          .hasSize(2)
          .allMatch(name -> name.contains("-avgpool-disc32-"))
          .allMatch(name -> name.contains("-rest-stress-reserve-"))
          .anyMatch(name -> name.contains("-varied-"));
    }
    refusesWhatDoesNotFitIntoMemory(network);
  }

  /**
   * 15 million weights and two moments of each, of eight workers, are more than this process has.
   */
  private static void refusesWhatDoesNotFitIntoMemory(String network) throws IOException {
    Path conf =
        experiment(
            "resnet", network + "network.frozen-to = layer3\nname = large\ntraining.workers = 8\n");
    assertThat(Told.by("split", conf.toString()).status()).isZero();

    Told told = Told.by("model", conf.toString());

    assertThat(told.status()).isEqualTo(2);
    assertThat(told.err().lines().filter(line -> !line.contains("WARN")))
        .singleElement()
        .asString()
        .startsWith("Cannot train: about ")
        .contains(" GB in ", "(expected at most ", "raise POLARFOLD_MEMORY");
    assertThat(folder.resolve("resnet/lake/runs/large-1/models")).doesNotExist();
  }
}

package org.polarfold.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.ingest.Pseudonyms;
import org.polarfold.job.BenchExports.Form;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Speed of the ingest, beside what Spark alone does with the same files in the same session. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = {
      "Measure the ingest of grids beside Spark's own copies of the same files, round by round.",
      "Writes the files, and whatever is read from them, below the system's temporary folder."
    })
final class IngestBench implements Callable<Integer> {

  private static final String BENCH = "ingest";
  private static final double MEGABYTE = 1e6;
  private static final double MICRO = 1e-6;

  /**
   * How often Spark's copy of a whole file holds it, a core; with less memory it ends the process.
   */
  private static final int COPIES_HELD = 16;

  @Option(
      names = "--form",
      paramLabel = "FORM",
      description = "Only this one: ${COMPLETION-CANDIDATES}.")
  private List<Form> forms = List.of(Form.values());

  @Option(
      names = "--studies",
      paramLabel = "N",
      description = "Studies of two maps of 24 x 60 values (default: ${DEFAULT-VALUE}).")
  private int studies = 100_000;

  @Option(
      names = "--sites",
      paramLabel = "N",
      description = "Sites that they come from (default: ${DEFAULT-VALUE}).")
  private int sites = 64;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "Times that each is done, of which the median counts (default: ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    if (sites < 1 || studies < sites || rounds < 1) {
      throw new UserException(
          "Invalid values of --studies, --sites and --rounds: "
              + studies
              + ", "
              + sites
              + " and "
              + rounds
              + " (expected at least a study a site, a site and a round)");
    }
    requireMemory();
    Path folder = temporary();
    try (SparkSession spark = options.open("bench")) {
      for (Form form : forms) {
        measure(spark, form, folder.resolve(form.format()));
        FileUtil.fullyDelete(folder.resolve(form.format()).toFile());
      }
    } finally {
      FileUtil.fullyDelete(folder.toFile());
    }
    return 0;
  }

  private void requireMemory() {
    long stack = (long) (studies / sites + 1) * BenchExports.SIZE * Float.BYTES;
    int cores = Runtime.getRuntime().availableProcessors();
    long needed = stack * COPIES_HELD * cores;
    if (forms.contains(Form.GRID_STACK) && needed > Runtime.getRuntime().maxMemory()) {
      throw new UserException(
          "Invalid value of --sites: "
              + sites
              + " (expected more, or more memory, since Spark's copy holds whole files: "
              + needed / (1 << 20)
              + " MiB where there are "
              + Runtime.getRuntime().maxMemory() / (1 << 20)
              + ")");
    }
  }

  /**
   * Something that is timed.
   *
   * @param studies that it does
   */
  private record Contender(String name, int studies, Runnable run) {}

  /** Each is done once in every round, so that a busy machine is one for all. */
  private void measure(SparkSession spark, Form form, Path folder) {
    Path exports = folder.resolve("exports");
    BenchExports written = new BenchExports(form, studies, sites);
    written.write(exports);
    Path out = folder.resolve("out");
    SparkCopies copies = new SparkCopies(spark, out);
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new Contender("ingest", studies, () -> ingest(spark, exports, out)));
    if (form == Form.POLAR_TABLE) {
      contenders.add(new Contender("copy of lines", studies, () -> copies.lines(exports)));
      // It is so slow that a part of the sites must do: one a core.
      int some = Math.min(sites, spark.sparkContext().defaultParallelism());
      List<Path> tables =
          IntStream.range(0, some).mapToObj(site -> written.table(exports, site)).toList();
      contenders.add(
          new Contender("copy as columns", written.first(some), () -> copies.columns(tables)));
    } else {
      contenders.add(new Contender("copy of files", studies, () -> copies.files(exports)));
    }
    Map<Contender, List<Round>> measured = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Contender contender : contenders) {
        try (BytesToDriver sent = BytesToDriver.of(spark)) {
          Timing timing = Timing.once(contender.run());
          measured
              .computeIfAbsent(contender, any -> new ArrayList<>())
              .add(new Round(timing, sent.sum(), bytes(out)));
        }
        FileUtil.fullyDelete(out.toFile());
      }
    }
    tell(form, bytes(exports) / (double) studies, measured);
  }

  /** What one round of a contender took, and what it wrote. */
  private record Round(Timing timing, long bytesToDriver, long bytesWritten) {}

  private void tell(Form form, double bytesPerStudy, Map<Contender, List<Round>> measured) {
    List<Double> ingest = new ArrayList<>();
    List<Double> ingestOfCpu = new ArrayList<>();
    measured.forEach(
        (contender, all) -> {
          double perStudy = 1.0 / contender.studies();
          List<Double> seconds = all.stream().map(r -> r.timing().seconds() * perStudy).toList();
          List<Double> ofCpu = all.stream().map(r -> r.timing().cpuSeconds() * perStudy).toList();
          double speed = 1 / median(seconds);
          Map<String, Object> detail = new LinkedHashMap<>();
          detail.put("studies", contender.studies());
          detail.put("sites", sites);
          detail.put("rounds", rounds);
          detail.put("megabytesPerSecond", bytesPerStudy * speed / MEGABYTE);
          double written = all.get(0).bytesWritten() * perStudy;
          detail.put("megabytesWrittenPerSecond", written * speed / MEGABYTE);
          detail.put("cpuMicrosecondsPerStudy", median(ofCpu) / MICRO);
          detail.put("bytesToDriver", all.get(all.size() - 1).bytesToDriver());
          String name = form.format() + " " + contender.name();
          print(Figure.of(BENCH, name, speed, "studies/s", detail));
          if (ingest.isEmpty()) {
            ingest.addAll(seconds);
            ingestOfCpu.addAll(ofCpu);
          } else {
            print(
                Figure.of(
                    BENCH,
                    form.format() + " speed of ingest / " + contender.name(),
                    medianOfRatios(seconds, ingest),
                    "times",
                    Map.of("ofCpu", medianOfRatios(ofCpu, ingestOfCpu))));
          }
        });
  }

  private static double medianOfRatios(List<Double> above, List<Double> below) {
    return median(
        IntStream.range(0, above.size()).mapToObj(i -> above.get(i) / below.get(i)).toList());
  }

  private void ingest(SparkSession spark, Path exports, Path out) {
    long accepted =
        IngestJob.run(spark, exports, out.toString(), Pseudonyms.withoutKey(), Set.of())
            .ledger()
            .sites()
            .stream()
            .mapToLong(site -> site.accepted())
            .sum();
    if (accepted != studies) {
      throw new IllegalStateException("Invalid number of studies: " + accepted);
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
    return sorted.get((sorted.size() - 1) / 2);
  }

  private static long bytes(Path exports) {
    AtomicLong bytes = new AtomicLong();
    try {
      Files.walkFileTree(
          exports,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              bytes.addAndGet(attributes.size());
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.get();
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("polarfold");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print(Figure figure) {
    console.say(figure.json());
  }
}

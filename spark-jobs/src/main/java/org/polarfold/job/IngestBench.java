package org.polarfold.job;

import static org.apache.spark.sql.functions.col;

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
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
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

  @Option(
      names = "--form",
      paramLabel = "FORM",
      description = "Only this one: ${COMPLETION-CANDIDATES}.")
  private List<Form> forms = List.of(Form.values());

  @Option(
      names = "--studies",
      paramLabel = "N",
      description = "Studies of two maps of 24 x 60 values (default: ${DEFAULT-VALUE}).")
  private int studies = 20_000;

  @Option(
      names = "--sites",
      paramLabel = "N",
      description = "Sites that they come from (default: ${DEFAULT-VALUE}).")
  private int sites = 4;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Times that each is done, of which the median counts; one more warms up.")
  private int rounds = 3;

  @Mixin private SparkOptions options = new SparkOptions();

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

  /** What is timed of one form, each in every round, so that a busy machine is one for all. */
  private void measure(SparkSession spark, Form form, Path folder) {
    Path exports = folder.resolve("exports");
    new BenchExports(form, studies, sites).write(exports);
    Path out = folder.resolve("out");
    Map<String, Runnable> contenders = new LinkedHashMap<>();
    contenders.put("ingest", () -> ingest(spark, exports, out));
    if (form == Form.POLAR_TABLE) {
      contenders.put("copy of bytes", () -> copyLines(spark, exports, out));
      contenders.put("copy as columns", () -> copyColumns(spark, exports, out));
    } else {
      contenders.put("copy of bytes", () -> copyFiles(spark, exports, out));
    }
    if (System.getProperty("only") != null)
      contenders.keySet().retainAll(Set.of(System.getProperty("only").split(","))); // DEV
    Map<String, List<Timing>> timings = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Runnable> contender : contenders.entrySet()) {
        Timing timing = Timing.once(contender.getValue());
        FileUtil.fullyDelete(out.toFile());
        if (round > 0) {
          timings.computeIfAbsent(contender.getKey(), name -> new ArrayList<>()).add(timing);
        }
      }
    }
    tell(form, bytes(exports), timings);
  }

  private void tell(Form form, long bytes, Map<String, List<Timing>> timings) {
    List<Timing> ingest = timings.getOrDefault("ingest", List.of());
    timings.forEach(
        (name, all) -> {
          double seconds = median(all.stream().map(Timing::seconds).toList());
          Map<String, Object> detail = new LinkedHashMap<>();
          detail.put("studies", studies);
          detail.put("sites", sites);
          detail.put("studiesPerSecond", studies / seconds);
          detail.put("megabytesPerSecond", bytes / seconds / MEGABYTE);
          detail.put("cpuSeconds", median(all.stream().map(Timing::cpuSeconds).toList()));
          print(Figure.of(BENCH, form.format() + " " + name, seconds, "s", detail));
        });
    timings.forEach(
        (name, all) -> {
          if (all != ingest) {
            IntStream each = IntStream.range(0, rounds);
            double ratio =
                median(each.mapToObj(i -> all.get(i).seconds() / ingest.get(i).seconds()).toList());
            double ofCpu =
                median(
                    IntStream.range(0, rounds)
                        .mapToObj(i -> all.get(i).cpuSeconds() / ingest.get(i).cpuSeconds())
                        .toList());
            print(
                Figure.of(
                    BENCH,
                    form.format() + " speed of ingest / " + name,
                    ratio,
                    "times",
                    Map.of("ofCpuSeconds", ofCpu)));
          }
        });
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

  /** Bytes in, the same bytes out, line by line. */
  private static void copyLines(SparkSession spark, Path exports, Path out) {
    spark.sparkContext().textFile(exports + "/*/*.csv", 1).saveAsTextFile(out.toString());
  }

  /** What Spark users have: its own reader of CSV, typed columns, Parquet. */
  private static void copyColumns(SparkSession spark, Path exports, Path out) {
    StructType schema =
        new StructType().add("pid", DataTypes.StringType).add("phase", DataTypes.StringType);
    for (int i = 0; i < BenchExports.SIZE; i++) {
      schema = schema.add("v" + i, DataTypes.FloatType);
    }
    spark
        .read()
        .schema(schema)
        .option("header", true)
        .option("sep", ";")
        .option("maxColumns", schema.size())
        .csv(exports + "/*/flow.csv")
        .write()
        .parquet(out.toString());
  }

  /** Whole files into Parquet. */
  private static void copyFiles(SparkSession spark, Path exports, Path out) {
    spark
        .read()
        .format("binaryFile")
        .option("recursiveFileLookup", true)
        .load(exports.toString())
        .select(new Column[] {col("path"), col("content")})
        .write()
        .parquet(out.toString());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
    return sorted.get(sorted.size() / 2);
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

  private static void print(Figure figure) {
    System.out.println(figure.json());
  }
}

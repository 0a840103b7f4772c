package org.polarfold.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.polarfold.store.ToyLake.tried;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.ExtendedBlock;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.experiment.Settings;
import org.polarfold.job.Told;
import org.polarfold.simulate.Consortium;
import org.polarfold.simulate.ConsortiumExport;

/** A lake on HDFS is what it is on a local disk: the real commands, a real namenode. */
final class LakeOnHdfsIT {

  private static final Path CONF = Path.of(System.getProperty("polarfold.conf", "../conf"));

  /** Hadoop's own are tens of seconds, for clusters that come back. */
  private static final Map<String, String> IMPATIENT =
      Map.of(
          "ipc.client.connect.max.retries", "0",
          "dfs.client.retry.policy.spec", "1,1",
          "dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "2",
          "dfs.client.max.block.acquire.failures", "1",
          "dfs.client.retry.window.base", "1");

  /** How long a client that is silent keeps its leases from others. */
  private static final Duration USUAL = Duration.ofMinutes(1);

  private static Path folder;
  private static MiniDFSCluster cluster;
  private static DistributedFileSystem hdfs;

  /** Three sites, ingested to both; for tests that only look, or copy it. */
  private static String first;

  private static Path local;

  @BeforeAll
  static void ingestToBoth(@TempDir Path temporary) throws IOException {
    folder = temporary;
    IMPATIENT.forEach((key, value) -> System.setProperty("spark.hadoop." + key, value));
    Configuration hadoop = new HdfsConfiguration();
    hadoop.set("dfs.replication", "1");
    // The cluster's own client is the one that later ones share.
    IMPATIENT.forEach(hadoop::set);
    cluster =
        new MiniDFSCluster.Builder(hadoop, temporary.resolve("hdfs").toFile())
            .numDataNodes(1)
            .build();
    hdfs = cluster.getFileSystem();
    new ConsortiumExport(
            Consortium.from(
                Settings.read(CONF.resolve("simulated/demo-small.conf")).block("simulate")),
            temporary)
        .writeAll();
    first = at("/first");
    local = temporary.resolve("local");
    for (String lake : List.of(first, local.toString())) {
      Told told = ingest(exports(), lake);
      assertThat(told.status()).as(told.err()).isZero();
    }
  }

  @AfterAll
  static void stop() {
    IMPATIENT.keySet().forEach(key -> System.clearProperty("spark.hadoop." + key));
    cluster.shutdown();
  }

  private static String at(String path) {
    return cluster.getURI() + path;
  }

  private static Path exports() {
    return folder.resolve("exports");
  }

  private static Told ingest(Path exports, String lake) {
    return Told.by("ingest", experiment(exports, lake).toString());
  }

  private static Path experiment(Path exports, String lake) {
    String data =
        "data { exports = \"%s\", lake = \"%s\", key-file = \"%s\" }"
            .formatted(exports, lake, folder.resolve("consortium.key"));
    try {
      String shipped = Files.readString(CONF.resolve("demo-small.conf"));
      return Files.writeString(
          folder.resolve("experiment.conf"), shipped.replaceFirst("(?s)data \\{.*?\n\\}", data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first lake under another name. */
  private static String copy(String path) throws IOException {
    FileUtil.copy(
        hdfs, path(first), hdfs, new org.apache.hadoop.fs.Path(path), false, hdfs.getConf());
    return at(path);
  }

  private static org.apache.hadoop.fs.Path path(String lake) {
    return new org.apache.hadoop.fs.Path(lake);
  }

  private static String text(String lake, String name) throws IOException {
    try (FSDataInputStream stream = hdfs.open(new org.apache.hadoop.fs.Path(lake, name))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> names(String lake) throws IOException {
    return Stream.of(hdfs.listStatus(path(lake))).map(file -> file.getPath().getName()).toList();
  }

  /** Of every file of a lake but the lock, which one it is, and when it was written. */
  private static Map<String, String> files(String root) throws IOException {
    Map<String, String> found = new TreeMap<>();
    var all = hdfs.listFiles(path(root), true);
    while (all.hasNext()) {
      FileStatus file = all.next();
      HdfsFileStatus status = (HdfsFileStatus) hdfs.getFileStatus(file.getPath());
      found.put(
          file.getPath().toString().substring(root.length() + 1),
          status.getFileId() + " of " + file.getModificationTime());
    }
    found.remove(".ingest-lock");
    return found;
  }

  private static void refused(Told told, String start, String part) {
    assertThat(told.err().lines()).singleElement().asString().startsWith(start).contains(part);
    assertThat(told.out()).isEmpty();
    assertThat(told.status()).isEqualTo(2);
  }

  @Test
  void everyTableIsThatOfALocalLake() throws IOException {
    try (SparkSession spark = LocalSpark.start()) {
      StudyStore there = StudyStore.at(spark, first);
      StudyStore here = StudyStore.at(spark, local.toString());
      assertThat(rows(there.read())).hasSizeGreaterThan(90).isEqualTo(rows(here.read()));
      assertThat(rows(there.rejected())).hasSizeGreaterThan(5).isEqualTo(rows(here.rejected()));
      assertThat(rows(there.keys())).hasSizeGreaterThan(90).isEqualTo(rows(here.keys()));
    }
    for (String name : List.of("cohort.csv", "ingest.json")) {
      assertThat(text(first, name)).isEqualTo(Files.readString(local.resolve(name)));
    }
    assertThat(names(first))
        .containsExactlyInAnyOrder(
            ".ingest-lock", "cohort.csv", "ingest.json", "keys", "rejected", "studies");
  }

  private static List<String> rows(Dataset<Row> table) {
    return table.toJSON().collectAsList().stream().sorted().toList();
  }

  /** The exports again, but for a patient of one site who is gone. */
  private static Path changed(String site) throws IOException {
    Path changed = folder.resolve("changed-" + site);
    try (Stream<Path> files = Files.walk(exports())) {
      for (Path file : files.toList()) {
        Files.copy(file, changed.resolve(exports().relativize(file).toString()));
      }
    }
    Path patients = changed.resolve(site).resolve("patients.csv");
    byte[] all = Files.readAllBytes(patients);
    int end = all.length - 1;
    do {
      end--;
    } while (all[end] != '\n');
    Files.write(patients, Arrays.copyOf(all, end + 1));
    return changed;
  }

  @Test
  void ofASiteThatHasChangedTheFilesAreNewAndOfTheOthersTheSame() throws IOException {
    String lake = copy("/replaced");
    Map<String, String> before = files(lake);
    Path changed = changed("birch");

    Told replaced = ingest(changed, lake);

    assertThat(replaced.status()).as(replaced.err()).isZero();
    assertThat(replaced.out().lines().filter(line -> line.contains("unchanged"))).hasSize(2);
    Map<String, String> after = files(lake);
    Map<String, String> others = new TreeMap<>(before);
    others.keySet().removeIf(name -> !name.matches(".*/site=(alder|dogwood)/.*"));
    assertThat(others).hasSizeGreaterThanOrEqualTo(6);
    assertThat(after).containsAllEntriesOf(others);
    assertThat(after.values())
        .filteredOn(file -> before.containsValue(file))
        .hasSize(others.size());

    Told again = ingest(changed, lake);

    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.out().lines().filter(line -> line.contains("unchanged"))).hasSize(3);
    assertThat(files(lake)).isEqualTo(after);
  }

  /** Dies between two sites' moves, and all that it does after that too. */
  static final class Dying extends DistributedFileSystem {

    private static boolean dead;

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      dead |= from.toString().matches(".*/.ingest-complete-.*/keys/.*");
      if (dead) {
        throw new IOException("killed");
      }
      return super.rename(from, to);
    }
  }

  @Test
  void whatAnIngestThatDiedHadDecidedIsFinishedByTheNextCommand() throws IOException {
    String lake = copy("/died");
    Path changed = changed("dogwood");
    System.setProperty("spark.hadoop.fs.hdfs.impl", Dying.class.getName());
    System.setProperty("spark.hadoop.fs.hdfs.impl.disable.cache", "true");
    Told died;
    try {
      died = ingest(changed, lake);
    } finally {
      System.clearProperty("spark.hadoop.fs.hdfs.impl");
      System.clearProperty("spark.hadoop.fs.hdfs.impl.disable.cache");
    }
    refused(died, "Cannot finish the lake: " + lake, "");
    assertThat(names(lake)).doesNotContain("ingest.json");

    Told next = ingest(changed, lake);

    assertThat(next.status()).as(next.err()).isZero();
    assertThat(next.out().lines().filter(line -> line.contains("unchanged"))).hasSize(3);
    assertThat(names(lake))
        .containsExactlyInAnyOrder(
            ".ingest-lock", "cohort.csv", "ingest.json", "keys", "rejected", "studies");
    assertThat(text(lake, "ingest.json")).isNotEqualTo(text(first, "ingest.json"));
  }

  /** A client of its own, with leases of its own. */
  private static DistributedFileSystem client() throws IOException {
    Configuration own = new Configuration();
    own.setBoolean("fs.hdfs.impl.disable.cache", true);
    IMPATIENT.forEach(own::set);
    return (DistributedFileSystem) path(at("/")).getFileSystem(own);
  }

  private static ToyLake toy(String path) throws IOException {
    return new ToyLake(client(), path(at(path)), Optional.empty());
  }

  @Test
  void whateverGoesWrongLeavesTheOldOrTheNew() throws IOException {
    ToyLake lake = toy("/toy");
    List<String> ledgers = new ArrayList<>();
    for (LakeCrashes.Kind kind : LakeCrashes.Kind.values()) {
      LakeCrashes files;
      int n = -4;
      do {
        n += 6;
        lake.first();
        files = new LakeCrashes(lake.files(), kind, n);
        LakeFolder crashing = lake.on(files);
        tried(() -> lake.replace(crashing, "2"));

        lake.healthy().recover();
        Map<String, String> found = lake.lake();
        String ledger = requireNonNull(found.get("ingest.json"));
        assertThat(found)
            .as("%s at %d", kind, n)
            .isEqualTo(ledger.equals("ledger1") ? ToyLake.OLD : ToyLake.replaced("2"));
        ledgers.add(ledger);
      } while (!files.isWhole());
    }
    assertThat(ledgers).contains("ledger1", "ledger2");
  }

  private static void leasesLast(Duration ofTheSilent) {
    cluster.setLeasePeriod(ofTheSilent.toMillis(), Duration.ofMinutes(20).toMillis());
  }

  /** The former stands still for longer than a lease lasts, before its n-th call. */
  @Test
  void aFormerHolderWhoseLeaseHasPassedOnChangesNothingAnyMore() throws IOException {
    ToyLake former = toy("/fenced");
    ToyLake next = toy("/fenced");
    former.first();
    leasesLast(Duration.ofMillis(1));
    try {
      LakeCrashes files;
      int n = -5;
      do {
        n += 7;
        next.first();
        files =
            new LakeCrashes(
                former.files(),
                () -> {
                  LakeFolder.pause(Duration.ofMillis(5));
                  next.replace(next.healthy(), "3");
                },
                n);
        LakeFolder late = former.on(files);
        tried(() -> former.replace(late, "2"));

        assertThat(next.lake())
            .as("stood still at %d", n)
            .isEqualTo(ToyLake.replaced(files.isWhole() ? "2" : "3"));
      } while (!files.isWhole());
      assertThat(n).isGreaterThan(40);
    } finally {
      leasesLast(USUAL);
    }
  }

  @Test
  void aSecondIngestIsRefusedAndMayOnceTheFirstIsDeadForTheTimeOfALease() throws IOException {
    String lake = copy("/held");
    try (LakeHolder other = LakeHolder.of(lake)) {
      assertThat(other.holds()).as(other.said()).isTrue();
      String held = "another ingest holds it: process " + other.pid() + " of ";
      refused(ingest(exports(), lake), "Cannot write the lake: " + lake + " (", held);
      other.kill();
      refused(ingest(exports(), lake), "Cannot write the lake: " + lake + " (", held);
      leasesLast(Duration.ofMillis(1));
      try {
        Told after = ingest(exports(), lake);
        assertThat(after.status()).as(after.err()).isZero();
      } finally {
        leasesLast(USUAL);
      }
    }
  }

  @Test
  void aNamenodeThatDoesNotAnswerOrRefusesIsOneLine() throws IOException {
    refused(
        ingest(exports(), "hdfs://127.0.0.1:1/lake"),
        "Cannot write the lake: hdfs://127.0.0.1:1/lake (ConnectException; ",
        "expected a file system that answers");
    refused(
        ingest(exports(), "hdfs://no-such-host.invalid/lake"),
        "Cannot open the lake: hdfs://no-such-host.invalid/lake (",
        "expected a folder on a file system that answers");
    hdfs.setSafeMode(SafeModeAction.SAFEMODE_ENTER);
    try {
      refused(
          ingest(exports(), first),
          "Cannot write the lake: " + first + " (SafeModeException; ",
          "may be changed");
    } finally {
      hdfs.setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
    }
  }

  @Test
  void theStepsAfterItReadAndWriteThereTooAndDamageStopsThem() throws IOException {
    String lake = copy("/used");
    String conf = experiment(exports(), lake).toString();
    Told split = Told.by("split", conf);
    assertThat(split.status()).as(split.err()).isZero();
    String run = lake + "/runs/demo-small-1";
    assertThat(split.out()).contains(run + "/splits.json");
    Told train = Told.by("train", conf);
    assertThat(train.status()).as(train.err()).isZero();
    List<org.apache.hadoop.fs.Path> marks = marks(run + "/cells");
    assertThat(marks).hasSize(5 * 3);
    for (org.apache.hadoop.fs.Path mark : marks) {
      hdfs.delete(mark, false);
    }
    refused(
        Told.by("evaluate", conf),
        "Cannot evaluate " + run + "/predictions: no arm is whole, ",
        "");
    for (org.apache.hadoop.fs.Path mark : marks) {
      hdfs.create(mark).close();
    }
    Told evaluate = Told.by("evaluate", conf);
    assertThat(evaluate.status()).as(evaluate.err()).isZero();
    Told report = Told.by("report", conf);
    assertThat(report.status()).as(report.err()).isZero();
    assertThat(report.out()).contains(run + "/report.html");
    Told evidence = Told.by("evidence", conf);
    assertThat(evidence.status()).as(evidence.err()).isZero();
    assertThat(text(run + "/evidence", "manifest.json")).contains("sheets/tripod-ai.html");
    assertThat(names(run))
        .containsExactlyInAnyOrder(
            ".run-lock",
            "cells",
            "cells.txt",
            "config.json",
            "evidence",
            "predictions",
            "report.html",
            "results.json",
            "run.json",
            "splits.json");
    assertThat(text(run, "results.json")).contains("\"polarfold-results/1\"");
    assertThat(text(run, "report.html")).contains("Simulated data");

    cluster.corruptBlockOnDataNodes(block(run + "/results.json"));
    refused(
        Told.by("report", conf),
        "Cannot read file: " + run + "/results.json (",
        "expected a file system that answers");
    cluster.corruptBlockOnDataNodesByDeletingBlockFile(
        block(lake + "/studies/site=alder/studies.parquet"));
    refused(
        Told.by("evaluate", conf),
        "Cannot read " + lake + "/studies/site=alder/studies.parquet (",
        "expected Parquet, whole");
  }

  /** The marks of finished cells. */
  private static List<org.apache.hadoop.fs.Path> marks(String cells) throws IOException {
    return Stream.of(hdfs.listStatus(path(cells)))
        .map(cell -> new org.apache.hadoop.fs.Path(cell.getPath(), "_DONE"))
        .toList();
  }

  private static ExtendedBlock block(String file) throws IOException {
    try (HdfsDataInputStream stream = (HdfsDataInputStream) hdfs.open(path(file))) {
      assertThat(stream.read()).isNotNegative();
      return stream.getCurrentBlock();
    }
  }
}

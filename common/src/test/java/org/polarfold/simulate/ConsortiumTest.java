package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.UserException;
import org.polarfold.experiment.Settings;
import org.polarfold.export.TableLayout;
import org.polarfold.provenance.Digest;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

class ConsortiumTest {

  private static final Path SMALL = Path.of("../conf/simulated/demo-small.conf");
  private static final long SEED = 20220818;

  private static Path folder;

  @BeforeAll
  static void write(@TempDir Path shared) throws IOException {
    folder = shared;
    export(consortium(SMALL), folder);
  }

  @Test
  void sameConfigurationSameBytes(@TempDir Path again) throws IOException {
    export(consortium(SMALL), again);
    assertThat(digests(again)).isEqualTo(digests(folder)).hasSize(3 * 3 + 4);
  }

  @Test
  void aSiteDoesNotDependOnTheOthers(@TempDir Path other) throws IOException {
    List<SimulatedSite> reversed = new ArrayList<>(sites());
    Collections.reverse(reversed);
    export(new Consortium(SEED, 40, reversed.subList(0, 2), "{}"), other);
    Map<String, String> before = digests(folder.resolve("exports"));
    Map<String, String> after = digests(other.resolve("exports"));
    assertThat(after).hasSize(6);
    assertThat(before).containsAllEntriesOf(after);
  }

  @Test
  void anotherSeedIsAnotherConsortium(@TempDir Path other) throws IOException {
    export(new Consortium(SEED + 1, 40, sites(), "{}"), other);
    assertThat(digests(other).get("exports/alder/flow.csv"))
        .isNotEqualTo(digests(folder).get("exports/alder/flow.csv"));
    assertThat(Files.readString(other.resolve("consortium.key")))
        .isNotEqualTo(Files.readString(folder.resolve("consortium.key")))
        .matches("[0-9a-f]{64}\n");
  }

  @Test
  void goodRowsParseBackToWhatWasMeasured() throws IOException {
    for (SimulatedSite site : sites()) {
      Config conf = conf(site);
      Map<String, List<CSVRecord>> maps = byPatient(site, conf.getConfig("maps"));
      Map<String, List<CSVRecord>> patients = byPatient(site, conf.getConfig("patients"));
      FaultPlan plan = site.faultPlan(new Seeds(SEED));
      for (int i = 0; i < site.patients(); i++) {
        if (plan.of(i).isEmpty()) {
          Examination truth = site.clinic(new Seeds(SEED)).examine(i);
          String id = site.identifier(new Seeds(SEED), i);
          assertMaps(conf.getConfig("maps"), maps.getOrDefault(id, List.of()), truth.measured());
          assertPatient(conf.getConfig("patients"), patients.getOrDefault(id, List.of()), truth);
        }
      }
    }
  }

  @Test
  void plantedFaultsAreThoseOfTheTruthAndNoOthers() throws IOException {
    JsonNode truth = truth();
    for (SimulatedSite site : sites()) {
      Map<FaultKind, Integer> told = new EnumMap<>(FaultKind.class);
      Set<String> faulty = new HashSet<>();
      for (JsonNode fault : truthOf(truth, site).get("faults")) {
        FaultKind kind =
            Stream.of(FaultKind.values())
                .filter(k -> k.key().equals(fault.get("kind").asText()))
                .findFirst()
                .orElseThrow();
        told.merge(kind, 1, Integer::sum);
        assertThat(faulty.add(fault.get("patient").asText())).isTrue();
        assertLine(site, fault);
      }
      assertThat(told).isEqualTo(site.faults());
      assertThat(found(site)).isEqualTo(site.faults());
    }
  }

  @Test
  void truthTellsEveryPatientOnceAndStaysOutOfTheExports() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("truth/patients.csv"));
    assertThat(lines).hasSize(1 + 120);
    assertThat(lines.stream().skip(1).map(line -> line.split(",", -1)[1])).doesNotHaveDuplicates();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      assertThat(cells[4]).isEqualTo(Double.parseDouble(cells[3]) < 2 ? "1" : "0");
    }
    assertThat(lines.get(0)).contains(",risk_sex,", ",race,obstructive,lesions,");
    assertThat(truth().get("simulated").asBoolean()).isTrue();
    assertThat(truth().at("/configuration/sites/alder/patients").asInt()).isEqualTo(40);
    JsonNode best = truthOf(truth(), sites().get(0)).get("bestPossibleAuroc");
    assertThat(best.at("/impaired_mfr/value").asDouble()).isBetween(0.9, 1.0);
    assertThat(best.at("/sex/value").asDouble()).isBetween(0.7, 0.95);
    assertThat(best.at("/sex/standardError").asDouble()).isBetween(0.0, 0.05);
    assertThat(truthOf(truth(), sites().get(0)).at("/knobs/artefact/centreDegrees").asDouble())
        .isEqualTo(90);
    assertThat(digests(folder.resolve("exports")).keySet())
        .allMatch(name -> name.matches("[a-z]+/(site\\.conf|flow\\.csv|patients\\.csv)"));
  }

  @Test
  void exportsThatAreThereAreNotOverwritten() {
    assertThatThrownBy(() -> export(consortium(SMALL), folder))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write simulated exports: ");
  }

  @Test
  void theDemonstrationHasSixSitesWithFormatsOfTheirOwn() {
    List<SimulatedSite> demo = consortium(Path.of("../conf/simulated/demo.conf")).members();
    assertThat(demo).hasSize(6).allMatch(s -> s.patients() >= 150 && s.patients() <= 220);
    assertThat(demo.stream().map(s -> s.format().layout())).doesNotHaveDuplicates();
    assertThat(demo.stream().map(s -> s.format().layout()))
        .filteredOn(TableLayout.SegmentTable.class::isInstance)
        .hasSize(1);
    assertThat(demo.stream().map(s -> s.knobs().artefact().orElseThrow().centreDegrees()))
        .doesNotHaveDuplicates();
  }

  @Test
  void copiesAreSitesOfTheirOwn(@TempDir Path other) throws IOException {
    Path file = other.resolve("copies.conf");
    Files.writeString(file, Files.readString(SMALL) + "\nsimulate.sites.birch.copies = 3");
    List<SimulatedSite> sites = consortium(file).members();
    assertThat(sites.stream().map(site -> site.id().value()))
        .containsExactly("alder", "birch-1", "birch-2", "birch-3", "dogwood");
    assertThat(sites.stream().map(site -> site.format().identifier())).doesNotHaveDuplicates();
    Seeds seeds = new Seeds(1);
    assertThat(sites.get(1).clinic(seeds).patient(0))
        .isNotEqualTo(sites.get(2).clinic(seeds).patient(0));
    Files.writeString(
        file, Files.readString(file) + "\nsimulate.sites.birch-2 = ${simulate.sites.dogwood}");
    assertThatThrownBy(() -> consortium(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("copies whose names no other site has");
  }

  @Test
  void complaintsNameThePlace(@TempDir Path other) throws IOException {
    assertComplaint(other, "    alder {", "    \"Al Der\" {", "sites.Al Der", "Al Der");
    assertComplaint(other, "    birch {", "    birch { copies = 0", "copies", "from 1");
    assertComplaint(other, "      patients = 40", "      patients = 0", "patients", "from 1");
    assertComplaint(other, "gain-rest = 1.12", "gain-rest = 9", "gain-rest", "9");
    assertComplaint(other, "charset = \"UTF-8\"", "charset = \"UTF-7\"", "charset", "UTF-7");
    assertComplaint(other, "decimal = \".\"", "decimal = \",\"", "decimal", "delimiter");
    assertComplaint(other, "unit = \"mL/min/g\"", "unit = \"l/h\"", "unit", "l/h");
    assertComplaint(other, "gain-rest = 1.12", "gain-rset = 1", "gain-rset", "gain-rest");
    assertComplaint(other, "non-numeric = 1", "non-numeric = 39", "faults", "no more faults");
    assertComplaint(other, "non-numeric = 1", "turned = 1", "faults.turned", "expected 0");
    assertComplaint(other, "missing = \".\"", "missing = \"1\"", "missing", "no number");
    assertComplaint(other, "identifier = \"A\"", "identifier = \"A/..\"", "identifier", "A-Z");
    assertComplaint(other, "identifier = \"A\"", "identifier = \"B\"", "sites", "of its own");
    assertComplaint(other, "positive = \"1\"", "positive = \"0\"", "negative", "another word");
    assertComplaint(other, "positive = \"1\"", "positive = \" 1\"", "positive", "no blanks");
    assertComplaint(other, "rest = \"rest\"", "rest = \"stress\"", "stress", "any other state");
    assertComplaint(other, "column = \"sex\"", "column = \"age\"", "patient", "as age");
    assertComplaint(
        other,
        "male = 0.6",
        "male = 1, prevalence { target = sex, share = 0.5 }",
        "male",
        "less than 1");
  }

  @Test
  void whatIngestCouldNotReadAgainIsRefused(@TempDir Path other) throws IOException {
    for (String stack : List.of("/tmp/x.npy", "../x.npy", "s.npy", "x.txt", "patients.csv")) {
      assertRefused(
          other,
          "form = grid-stack, stacks { rest = \"%s\", stress = \"s.npy\" }".formatted(stack),
          "stacks.");
    }
    for (String word : List.of("a/b", "..", "a_b", "é")) {
      assertRefused(
          other,
          "form = grid-files, encoding = npy, state { rest = \"%s\" }".formatted(word),
          "state.rest");
    }
    assertRefused(other, "charset = \"ISO-8859-1\", age-years = \"\u5e74\"", "age-years");
  }

  private static void assertRefused(Path other, String format, String key) throws IOException {
    Path file = other.resolve("refused.conf");
    Files.writeString(
        file, Files.readString(SMALL) + "\nsimulate.sites.alder.format { " + format + " }");
    assertThatThrownBy(() -> consortium(file))
        .as(format)
        .isInstanceOf(UserException.class)
        .hasMessageMatching("Invalid value in .*refused\\.conf:[0-9]+: .* \\(expected .*")
        .hasMessageContaining("alder.format." + key);
  }

  @Test
  void moreSharedPatientsThanThereAreIsRefusedAndNoneIsSharedTwice(@TempDir Path other)
      throws IOException {
    Path file = other.resolve("shared.conf");
    String text = Files.readString(SMALL);
    Files.writeString(
        file, text + "\nsimulate.sites.birch { patients = 80, faults.same-patient = 33 }");
    assertThatThrownBy(() -> consortium(file))
        .hasMessageContaining("at birch no more faults same-patient than the first site by name")
        .hasMessageContaining("alder, has patients without a fault, 32");
    Files.writeString(
        file, text + "\nsimulate.sites.birch { patients = 80, faults.same-patient = 32 }");
    export(consortium(file), other.resolve("out"));
    Set<String> shared = new HashSet<>();
    JsonNode truth = new ObjectMapper().readTree(other.resolve("out/truth/truth.json").toFile());
    for (JsonNode fault : truth.at("/sites/1/faults")) {
      if (fault.path("kind").asText().equals("same-patient")) {
        assertThat(shared.add(fault.path("patient").asText())).isTrue();
      }
    }
    assertThat(shared).hasSize(32).allMatch(patient -> patient.startsWith("A"));
  }

  @Test
  void aWordThatNoLabelHasIsFoundWhateverTheWordsAre(@TempDir Path other) throws IOException {
    Path file = other.resolve("words.conf");
    Files.writeString(
        file,
        Files.readString(SMALL)
            + "\nsimulate.sites.alder.format.labels.sex { positive = \"?\", negative = \"?9\" }");
    assertThat(consortium(file).members().get(0).format().unknownWord()).isEqualTo("?99");
  }

  private static void assertComplaint(
      Path other, String from, String to, String key, String because) throws IOException {
    Path file = other.resolve("wrong.conf");
    String text = Files.readString(SMALL);
    int at = text.indexOf(from);
    assertThat(at).as(from).isPositive();
    Files.writeString(file, text.substring(0, at) + to + text.substring(at + from.length()));
    assertThatThrownBy(() -> consortium(file))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid ")
        .hasMessageMatching(".*wrong\\.conf:[0-9]+: .*")
        .hasMessageContaining(key)
        .hasMessageContaining(because);
  }

  private static void assertMaps(Config maps, List<CSVRecord> rows, Camera.Measured truth) {
    double scale = maps.getString("unit").equals("mL/min/g") ? 1 : 100;
    if (maps.hasPath("segments")) {
      assertThat(rows).hasSize(1);
      double[] rest = Segment17.means(truth.rest());
      double[] stress = Segment17.means(truth.stress());
      for (int s = 1; s <= Segment17.COUNT; s++) {
        assertThat(number(maps, rows.get(0).get("rest_" + s))).isCloseTo(rest[s - 1], within(6e-4));
        assertThat(number(maps, rows.get(0).get("stress_" + s)))
            .isCloseTo(stress[s - 1], within(6e-4));
      }
      return;
    }
    assertThat(rows).hasSize(2);
    Config state = maps.getConfig("state");
    Config grid = maps.getConfig("grid");
    PolarGrid own =
        new PolarGrid(
            grid.getInt("rings"),
            grid.getInt("sectors"),
            grid.getString("first-ring").equals("apex"),
            grid.getDouble("first-sector-degrees"),
            grid.getString("direction").equals("counter-clockwise"));
    for (CSVRecord row : rows) {
      assertThat(row.size()).isEqualTo(2 + own.size());
      boolean rest = row.get(state.getString("column")).equals(state.getString("rest"));
      assertThat(row.get(state.getString("column")))
          .isEqualTo(state.getString(rest ? "rest" : "stress"));
      PolarMap map = rest ? truth.rest() : truth.stress();
      float[] expected = own.fromCanonical(map);
      for (int i = 0; i < expected.length; i++) {
        assertThat(number(maps, row.get(grid.getString("values") + i)) / scale)
            .isCloseTo(expected[i], within(6e-4));
      }
    }
  }

  private static void assertPatient(Config patients, List<CSVRecord> rows, Examination truth) {
    assertThat(rows).hasSize(1);
    CSVRecord row = rows.get(0);
    assertThat(number(patients, row.get(patients.getString("age-years"))))
        .isEqualTo(truth.patient().person().ageYears());
    truth
        .patient()
        .labels()
        .forEach(
            (target, label) -> {
              Config words = patients.getConfig("labels." + target.key().replace('_', '-'));
              String word = row.get(words.getString("column"));
              if (!patients.getStringList("missing").contains(word)) {
                assertThat(words.getStringList(label == 1 ? "positive" : "negative"))
                    .containsExactly(word);
              }
            });
  }

  private static void assertLine(SimulatedSite site, JsonNode fault) throws IOException {
    Path file = export(site).resolve(fault.get("file").asText());
    List<String> lines = Files.readAllLines(file, site.format().style().charset());
    assertThat(lines.get(fault.get("line").asInt() - 1))
        .startsWith(fault.get("patient").asText() + site.format().style().delimiter());
  }

  /** Faults by kind as one sees them in the files, without the truth. */
  private static Map<FaultKind, Integer> found(SimulatedSite site) throws IOException {
    Config conf = conf(site);
    Map<String, List<CSVRecord>> maps = byPatient(site, conf.getConfig("maps"));
    Map<String, List<CSVRecord>> patients = byPatient(site, conf.getConfig("patients"));
    boolean polar = conf.getString("format").equals("polar-table");
    int columns = 1 + ((TableLayout) site.format().layout()).columns().size();
    Map<FaultKind, Integer> found = new EnumMap<>(FaultKind.class);
    maps.forEach(
        (id, rows) -> {
          long good = polar ? 2 : 1;
          if (!patients.containsKey(id)) {
            found.merge(FaultKind.MAPS_WITHOUT_PATIENT, 1, Integer::sum);
          }
          if (rows.size() > good) {
            found.merge(FaultKind.REPEATED, 1, Integer::sum);
          }
          CSVRecord first = rows.get(0);
          boolean empty =
              first.size() == columns
                  && first.get(columns - 1).equals(site.format().style().missing());
          if (rows.size() < good || empty) {
            found.merge(FaultKind.MISSING_STATE, 1, Integer::sum);
          }
          for (CSVRecord row : rows) {
            if (row.size() < columns) {
              found.merge(FaultKind.WRONG_SHAPE, 1, Integer::sum);
            }
            for (String cell : row.toList().subList(polar ? 2 : 1, row.size())) {
              if (cell.equals("err")) {
                found.merge(FaultKind.NON_NUMERIC, 1, Integer::sum);
              } else if (cell.matches("99[.,]000|9900[.,]0")) {
                found.merge(FaultKind.OUT_OF_RANGE, 1, Integer::sum);
              }
            }
          }
        });
    patients.forEach(
        (id, rows) -> {
          if (!maps.containsKey(id)) {
            found.merge(FaultKind.PATIENT_WITHOUT_MAPS, 1, Integer::sum);
          }
          if (rows.get(0).toList().contains("?")) {
            found.merge(FaultKind.UNKNOWN_LABEL, 1, Integer::sum);
          }
        });
    return found;
  }

  private static double number(Config table, String cell) {
    return Double.parseDouble(cell.replace(table.getString("decimal"), "."));
  }

  private static Map<String, List<CSVRecord>> byPatient(SimulatedSite site, Config table)
      throws IOException {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(table.getString("delimiter"))
            .setHeader()
            .setSkipHeaderRecord(true)
            .get();
    Map<String, List<CSVRecord>> rows = new HashMap<>();
    try (CSVParser parser =
        CSVParser.parse(
            export(site).resolve(table.getString("file")),
            Charset.forName(table.getString("charset")),
            format)) {
      for (CSVRecord row : parser) {
        rows.computeIfAbsent(row.get(table.getString("patient")), id -> new ArrayList<>()).add(row);
      }
    }
    return rows;
  }

  private static Config conf(SimulatedSite site) {
    Config conf = ConfigFactory.parseFile(export(site).resolve("site.conf").toFile());
    assertThat(conf.getString("site")).isEqualTo(site.id().value());
    assertThat(conf.getBoolean("simulated")).isTrue();
    return conf;
  }

  private static Path export(SimulatedSite site) {
    return folder.resolve("exports").resolve(site.id().value());
  }

  private static JsonNode truth() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("truth/truth.json").toFile());
  }

  private static JsonNode truthOf(JsonNode truth, SimulatedSite site) {
    for (JsonNode node : truth.get("sites")) {
      if (node.get("site").asText().equals(site.id().value())) {
        return node;
      }
    }
    throw new AssertionError("no truth of " + site.id());
  }

  private static List<SimulatedSite> sites() {
    return consortium(SMALL).members();
  }

  private static void export(Consortium consortium, Path folder) throws IOException {
    new ConsortiumExport(consortium, folder).writeAll();
  }

  private static Consortium consortium(Path file) {
    return Consortium.from(Settings.read(file).block("simulate"));
  }

  private static Map<String, String> digests(Path root) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(root.relativize(file).toString(), Digest.ofFile(file));
      }
    }
    return digests;
  }
}

package org.polarfold.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.UserException;
import org.polarfold.experiment.Training.Averaging;
import org.polarfold.experiment.Training.Schedule;
import org.polarfold.experiment.Training.Traits;
import org.polarfold.experiment.Training.TransferStep;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.Target;

/** The demonstration's configuration, and what is said when one of its keys is wrong. */
class ExperimentTest {

  private static final Path DEMO = Path.of("../conf/demo.conf");

  private final Path folder;

  ExperimentTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theDemonstrationIsReadAsItIsWritten() {
    Path conf = Path.of("../conf").toAbsolutePath();
    Experiment demo = read(DEMO);
    TransferStep step = new TransferStep(20, 0.002, 0.001, Schedule.CONSTANT, 1);

    assertThat(demo)
        .isEqualTo(
            new Experiment(
                "demo",
                20260101,
                new Experiment.DataLocations(
                    conf.resolve("../runs/demo/consortium/exports").normalize(),
                    conf.resolve("../runs/demo/lake").normalize().toString(),
                    Optional.of(conf.resolve("../runs/demo/consortium/consortium.key").normalize()),
                    Optional.empty()),
                new Splitting(5, Target.IMPAIRED_MFR, 20, 5, Splitting.USUAL),
                List.of(InputMaps.of(MapKind.RESERVE), InputMaps.of(MapKind.REST)),
                List.of(Target.IMPAIRED_MFR, Target.SEX),
                List.of(Target.IMPAIRED_MFR),
                List.of(1L),
                Network.SHIPPED,
                SiteHarmonisation.NONE,
                new Training(
                    2,
                    32,
                    50,
                    Averaging.WEIGHTED,
                    64,
                    1,
                    false,
                    Traits.TOGETHER,
                    Optional.empty(),
                    step,
                    step),
                new Comparators(List.of(Comparators.Model.LOGISTIC), List.of(0.001)),
                Subgroups.USUAL));
  }

  /** Line to change, what replaces its beginning, the key in the message, and what was expected. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name = demo|name = \"two words\"|name = two words|1 to 40 letters, digits and -",
        "name = demo|name = ../demo|name = ../demo|1 to 40 letters, digits and -",
        "name = demo|name = 7|name = 7|a text",
        "seed = |seed = 1.5|seed = 1.5|a whole number from -9223372036854775808 to"
            + " 9223372036854775807",
        "seed = |seed = tomorrow|seed = tomorrow|a whole number from -9223372036854775808 to"
            + " 9223372036854775807",
        "seed = |seed = 9223372036854775808|seed = 9223372036854775808|a whole number from"
            + " -9223372036854775808 to 9223372036854775807",
        "exports = |exports = [a]|data.exports = [a]|a text",
        "lake = |lake = {}|data.lake = {}|a text",
        "key-file = |key-file = 1|data.key-file = 1|a text",
        "key-file = |key-file = a, key-variable = B|data.key-variable = B|none where there is a"
            + " key-file",
        "folds = |folds = 1|split.folds = 1|a whole number from 2 to 20",
        "folds = |folds = 21|split.folds = 21|a whole number from 2 to 20",
        "primary-target = |primary-target = mfr|split.primary-target = mfr|one of impaired-mfr,"
            + " sex, smoking, hypertension, dyslipidaemia, diabetes",
        "minimum-patients = |minimum-patients = 0|split.minimum-patients = 0|a whole number from 1"
            + " to 1000000",
        "minimum-per-class = |minimum-per-class = true|split.minimum-per-class = true|a whole"
            + " number from 1 to 1000000",
        "maps = |maps = []|maps = []|at least one of rest, stress, reserve, or several joined by -,"
            + " none twice",
        "maps = |maps = [rest, rest]|maps = [rest, rest]|at least one of rest, stress, reserve, or"
            + " several joined by -, none twice",
        "maps = |maps = [rest-rest]|maps = [rest-rest]|at least one of rest, stress, reserve, or"
            + " several joined by -, none twice",
        "maps = |maps = [rest-stress, stress-rest]|maps = [rest-stress, stress-rest]|at least one"
            + " of rest, stress, reserve, or several joined by -, none twice",
        "maps = |maps = [rest-]|maps = [rest-]|one of rest, stress, reserve",
        "maps = |maps = reserve|maps = reserve|a list of texts",
        "maps = |maps = [Reserve]|maps = [Reserve]|one of rest, stress, reserve",
        "circular = |circular = []|circular = []|at least one of impaired-mfr, sex, smoking,"
            + " hypertension, dyslipidaemia, diabetes, none twice",
        "targets = |targets = [sex]|targets = [sex]|split.primary-target, impaired_mfr, among them",
        "# harmonisation |harmonisation { method = zscore }|harmonisation.method = zscore|one of none,"
            + " combat, gain, histogram",
        "# harmonisation |harmonisation { method = combat, unseen = 1 }|harmonisation.unseen = 1|none,"
            + " reference or a number of patients from 2 to 100000",
        "# harmonisation |harmonisation { method = combat, unseen = all }|harmonisation.unseen = all|none,"
            + " reference or a number of patients from 2 to 100000",
        "# subgroups |subgroups { age-bands = [65, 50] }|subgroups.age-bands = [65, 50]|ascending whole"
            + " years, as in [50, 65, 75]",
        "# subgroups |subgroups { age-bands = [40, 130] }|subgroups.age-bands = [40, 130]|ascending whole"
            + " years, as in [50, 65, 75]",
        "seeds = |seeds = []|seeds = []|a list of whole numbers, none twice",
        "seeds = |seeds = [1, 1]|seeds = [1, 1]|a list of whole numbers, none twice",
        "seeds = |seeds = [0.5]|seeds = [0.5]|a list of whole numbers, none twice",
        "seeds = |seeds = [1e30]|seeds = [1e30]|a list of whole numbers, none twice",
        "seeds = |seeds = 1|seeds = 1|a list of whole numbers, none twice",
        "workers = |workers = 0|training.workers = 0|a whole number from 1 to 1000",
        "batch-size = |batch-size = 1e9|training.batch-size = 1000000000|a whole number from 1 to"
            + " 100000",
        "averaging = |averaging = sum|training.averaging = sum|one of weighted, dl4j",
        "averaging-period = |averaging-period = \"50\"|training.averaging-period = 50|a whole"
            + " number from 1 to 1000000",
        "hidden-units = |hidden-units = -64|training.hidden-units = -64|a whole number from 1 to"
            + " 10000",
        "step-1 |step-1 = 20|training.step-1 = 20|a { block }",
        "step-1 |step-1 { epochs = 0, learning-rate = 1, weight-decay = 0 }|training.step-1.epochs"
            + " = 0|a whole number from 1 to 10000",
        "step-2 |step-2 { epochs = 1, learning-rate = 0, weight-decay = 0 }"
            + "|training.step-2.learning-rate = 0|a number from 0.00000001 to 10",
        "step-2 |step-2 { epochs = 1, learning-rate = NaN, weight-decay = 0 }"
            + "|training.step-2.learning-rate = NaN|a number from 0.00000001 to 10",
        "step-2 |step-2 { epochs = 1, learning-rate = 1, weight-decay = 1e999 }"
            + "|training.step-2.weight-decay = Infinity|a number from 0 to 10",
        "ridge = |ridge = [-0.001]|comparators.ridge = [-0.001]|a list of numbers from 0 to 1000,"
            + " none twice",
        "models = |models = [oracle]|comparators.models = [oracle]|one of logistic, majority,"
            + " demographic, boosted-trees, linear-features, linear-features-without-site",
      })
  void aWrongValueIsToldWithItsPlace(String line, String changed, String shown, String expected)
      throws IOException {
    Path file = folder.resolve("mine.conf");
    int number = replaced(line, changed, file);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid value in %s:%d: %s (expected %s)", file, number, shown, expected);
  }

  @ParameterizedTest
  @CsvSource({
    "name =, name, #",
    "seed =, seed, #",
    "data {, data, #",
    "exports =, data.exports, data {",
    "folds =, split.folds, split {",
    "primary-target =, split.primary-target, split {",
    "maps =, maps, #",
    "targets =, targets, #",
    "seeds =, seeds, #",
    "workers =, training.workers, training {",
    "step-2 {, training.step-2, training {",
    "models =, comparators.models, comparators {"
  })
  void aMissingKeyIsToldWithTheLineOfItsBlock(String line, String key, String block)
      throws IOException {
    Path file = folder.resolve("mine.conf");
    List<String> lines = new ArrayList<>(Files.readAllLines(DEMO));
    int start = indexOf(lines, line);
    int end = key.equals("data") ? start + lines.subList(start, lines.size()).indexOf("}") : start;
    lines.subList(start, end + 1).clear();
    Files.write(file, lines);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot find a key in %s:%d: %s (expected it to be set)",
            file, indexOf(lines, block) + 1, key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name = demo|nmae = demo, name = demo|nmae",
        "exports = |export = a, exports = a|data.export",
        "folds = |fold = 5, folds = 5|split.fold",
        "step-1 |step-1 { epochs = 1, learning-rate = 1, weight-decay = 0, momentum = 1 }"
            + "|training.step-1.momentum",
        "ridge = |ridge = [1], lasso = 1|comparators.lasso",
      })
  void aKeyThatNobodyKnowsIsToldWithItsPlace(String line, String changed, String key)
      throws IOException {
    Path file = folder.resolve("mine.conf");
    int number = replaced(line, changed, file);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid key in %s:%d: %s (expected one of ", file, number, key);
  }

  @Test
  void agesAreParted() throws IOException {
    Path file = folder.resolve("mine.conf");
    replaced("# subgroups ", "subgroups { age-bands = [40, 60] }", file);

    assertThat(read(file).subgroups()).isEqualTo(new Subgroups(List.of(40, 60)));
  }

  @Test
  void sitesAreBigEnoughByDefaultFromTwentyPatientsOn() throws IOException {
    Path file = folder.resolve("mine.conf");
    Files.write(
        file,
        Files.readAllLines(DEMO).stream().filter(l -> !l.strip().startsWith("minimum-")).toList());

    assertThat(read(file).splitting())
        .isEqualTo(new Splitting(5, Target.IMPAIRED_MFR, 20, 5, Splitting.USUAL));
  }

  @Test
  void armsAreTrainedInTheOrderTheyAreNamedIn() throws IOException {
    Path file = folder.resolve("mine.conf");
    replaced(
        "designs = ", "  designs = [internal, external, matched-internal, matched-external]", file);

    assertThat(read(file).splitting().designs())
        .containsExactly(
            Splitting.Design.INTERNAL,
            Splitting.Design.EXTERNAL,
            Splitting.Design.MATCHED_INTERNAL,
            Splitting.Design.MATCHED_EXTERNAL);
  }

  @Test
  void withoutInternalAndExternalThereWouldBeNoDrop() throws IOException {
    Path file = folder.resolve("mine.conf");
    int line = replaced("designs = ", "  designs = [internal, matched-external]", file);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid value in %s:%d: split.designs = [internal, matched-external] (expected"
                + " internal and external among them: the drop is of the two)",
            file, line);
  }

  @Test
  void onOtherDataItIsTheSameExperiment() {
    Experiment demo = read(DEMO);
    Experiment.DataLocations elsewhere =
        new Experiment.DataLocations(Path.of("/e"), "/l", Optional.empty(), Optional.of("KEY"));

    assertThat(demo.withData(elsewhere).data()).isEqualTo(elsewhere);
    assertThat(demo.withData(elsewhere).withData(demo.data())).isEqualTo(demo);
  }

  private static Experiment read(Path file) {
    Settings settings = Settings.read(file);
    Experiment experiment = Experiment.from(settings);
    settings.text("simulated-consortium");
    settings.done();
    return experiment;
  }

  /** The demonstration with one line replaced; the number of that line. */
  private static int replaced(String line, String changed, Path file) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(DEMO));
    int index = indexOf(lines, line);
    lines.set(index, changed);
    Files.write(file, lines);
    return index + 1;
  }

  private static int indexOf(List<String> lines, String beginning) {
    return IntStream.range(0, lines.size())
        .filter(i -> lines.get(i).strip().startsWith(beginning))
        .findFirst()
        .orElseThrow();
  }
}

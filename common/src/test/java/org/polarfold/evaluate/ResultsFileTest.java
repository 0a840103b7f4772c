package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.UserException;

class ResultsFileTest {

  private final Path folder;

  ResultsFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void holdsTheContractInItsOrder() throws IOException, URISyntaxException {
    JsonNode file = written(consortium());
    assertThat(keys(file))
        .containsExactly("schema", "provenance", "counts", "targets", "comparisons");
    assertThat(file.path("schema").textValue()).isEqualTo("polarfold-results/1");
    assertThat(file.path("provenance").path("simulated").booleanValue()).isTrue();
    assertThat(file.path("counts").toString())
        .isEqualTo(
            "{\"rows\":2462,\"used\":2462,\"excluded\":"
                + "{\"labelMissing\":0,\"scoreMissing\":0,\"notInEveryRepeat\":0}}");
    JsonNode target = file.path("targets").path(0);
    assertThat(keys(target))
        .containsExactly(
            "target",
            "model",
            "map",
            "kind",
            "circular",
            "counts",
            "arms",
            "drop",
            "newPatients",
            "siteMatrix",
            "thresholdTransport",
            "prevalenceShift",
            "localUpdating",
            "caseMix");
    assertThat(keys(target.path("arms"))).containsExactly("internal", "external");
    JsonNode arm = target.path("arms").path("internal");
    assertThat(keys(arm))
        .containsExactly("pooled", "sites", "metaAnalysis", "calibrationOverSites", "shortcut");
    assertThat(String.join(" ", keys(arm.path("sites").path(0))))
        .isEqualTo(
            "site n events repeats auroc aurocBootstrap rocCurve partialAuroc averagePrecision brier brierSe"
                + " brierLower brierUpper logLoss logLossSe logLossLower logLossUpper accuracy"
                + " calibrationInTheLarge calibrationIntercept calibrationSlope observedToExpected"
                + " observedToExpectedLower observedToExpectedUpper ici e50 e90 iciIfCalibrated"
                + " calibrationCurve netBenefit mbc calibratedMbc labelWeighted");
    assertThat(keys(arm.path("pooled").path("auroc")))
        .containsExactly("value", "se", "lower", "upper", "logitLower", "logitUpper", "method");
    assertThat(keys(target.path("drop")))
        .containsExactly(
            "sites",
            "pooled",
            "pooledBootstrap",
            "metaAnalysis",
            "parts",
            "withinFolds",
            "labelWeighted");
    assertThat(String.join(" ", keys(target.path("drop").path("sites").path(0))))
        .isEqualTo(
            "site n events internalOnly externalOnly internal external drop se lower upper z p"
                + " method netBenefit");
    assertThat(String.join(" ", keys(arm.path("metaAnalysis"))))
        .isEqualTo(
            "k scale estimate lower upper method hartungKnappLower hartungKnappUpper waldLower"
                + " waldUpper hkNarrower predictionLower predictionUpper predictionMethod"
                + " predictionNarrow widerPredictionLower widerPredictionUpper"
                + " predictionFewSites pooled seHartungKnapp seWald tau2 i2 q qP"
                + " derSimonianLaird influence leftOut");
  }

  @Test
  void keepsEveryDigitAndIsTheSameEachTime() throws IOException, URISyntaxException {
    Results results = consortium();
    JsonNode file = written(results);
    Performance ours = Made.arm(results.binary().get(0), "external").pooled();
    double read = file.at("/targets/0/arms/external/pooled/auroc/logitUpper").doubleValue();
    assertThat(read).isEqualTo(Made.present(Made.present(ours.auroc()).logitUpper()));
    byte[] first = Files.readAllBytes(folder.resolve("out/results.json"));
    written(consortium());
    assertThat(Files.readAllBytes(folder.resolve("out/results.json"))).isEqualTo(first);
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void saysWhyThereIsNoEstimate() throws IOException {
    Made made = new Made().row("p", "oslo", "internal", 1, 0.25);
    JsonNode file = written(Evaluation.of(made.predictions(), Resampling.NONE));
    JsonNode pooled = file.at("/targets/0/arms/internal/pooled");
    assertThat(pooled.path("auroc").toString())
        .isEqualTo("{\"notEstimable\":\"no patient with label 0\"}");
    assertThat(pooled.path("brier").doubleValue()).isEqualTo(0.5625);
    assertThat(pooled.path("accuracy").path("atHalf").path("value").doubleValue()).isZero();
    assertThat(file.at("/targets/0/drop/notEstimable").textValue()).isEqualTo("no external arm");
    assertThat(file.at("/targets/0/arms/internal/metaAnalysis/notEstimable").textValue())
        .isEqualTo("fewer than 2 sites with a standard error, oslo: no patient with label 0");
  }

  @Test
  void aNumberThatIsNoneNeverReachesAFile() throws IOException, URISyntaxException {
    assertThatThrownBy(() -> Estimate.of(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
    Results results = consortium();
    Path file = folder.resolve("results.json");
    assertThatThrownBy(
            () -> ResultsFile.write(results, Map.of("x", Double.POSITIVE_INFINITY), file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Infinity");
    assertThat(file).doesNotExist();
  }

  @Test
  void aPlaceThatCannotBeWritten() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken"), "");
    Results results = new Results(Counts.of(0, 0, 0, 0), List.of(), Map.of());
    assertThatThrownBy(() -> ResultsFile.write(results, Map.of(), taken.resolve("results.json")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write results: " + taken.resolve("results.json") + " (");
    Path busy = Files.createDirectories(folder.resolve("results.json/inside"));
    assertThatThrownBy(() -> ResultsFile.write(results, Map.of(), folder.resolve("results.json")))
        .isInstanceOf(UserException.class);
    assertThat(busy).exists();
    assertThat(folder.resolve("results.json.tmp")).doesNotExist();
  }

  private JsonNode written(Results results) throws IOException {
    Path file = folder.resolve("out/results.json");
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("inputs", Map.of("predictions.csv", "ab12"));
    provenance.put("simulated", true);
    ResultsFile.write(results, provenance, file);
    String text = Files.readString(file);
    assertThat(text).doesNotContain("NaN").doesNotContain("Infinity").endsWith("}\n");
    return new ObjectMapper().readTree(text);
  }

  private static Results consortium() throws URISyntaxException {
    return Evaluation.of(
        PredictionsCsv.read(GoldenConsortiumTest.file("consortium-predictions.csv")),
        Resampling.NONE);
  }

  private static List<String> keys(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}

package org.polarfold.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.UserException;
import org.polarfold.experiment.Network.Backbone;
import org.polarfold.experiment.Network.Drawing;
import org.polarfold.experiment.Network.WeightsFile;
import org.polarfold.experiment.Training.Schedule;
import org.polarfold.experiment.Training.Traits;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;

class NetworkTest {

  private static final String SHA256 = "0123456789ABCDEF".repeat(4);
  private static final Path DEMO = Path.of("../conf/demo.conf");

  @TempDir private Path folder;

  /** The demonstration with more behind it: later keys stand in the place of earlier ones. */
  private Experiment read(String more) throws IOException {
    Path file = folder.resolve("mine.conf");
    // HOCON would join two blocks; = shall stand for another block.
    String apart = more.replace("network = {", "network = null\nnetwork {");
    Files.writeString(file, Files.readString(DEMO) + "\n" + apart);
    Settings settings = Settings.read(file);
    Experiment experiment = Experiment.from(settings);
    settings.text("simulated-consortium");
    settings.done();
    return experiment;
  }

  @Test
  void aResNetHasWeightsOfTheUsers() throws IOException {
    Experiment experiment =
        read(
            """
            maps = [rest-stress-reserve, rest]
            network = {
              backbone = resnet-50, weights = "w/resnet50.h5", sha256 = "%s"
              drawing = polar, pixels = 128
              augmentation { variants = 3, rotation-degrees = 8, noise = 0.02 }
            }
            """
                .formatted(SHA256));

    assertThat(experiment.network())
        .isEqualTo(
            new Network(
                Backbone.RESNET_50,
                Optional.of(
                    new WeightsFile(
                        folder.toAbsolutePath().resolve("w/resnet50.h5").toString(),
                        SHA256.toLowerCase(Locale.ROOT))),
                Drawing.POLAR,
                128,
                "avgpool",
                new Augmentation(3, 8, 0, 0, 0.02)));
    assertThat(experiment.maps())
        .containsExactly(
            InputMaps.of(MapKind.RESERVE, MapKind.REST, MapKind.STRESS),
            InputMaps.of(MapKind.REST));
    assertThat(experiment.mapKinds()).containsExactly(MapKind.values());
  }

  @Test
  void weightsOnAnotherFileSystemStayWhereTheyAre() throws IOException {
    String location = "hdfs://host/resnet50.safetensors";
    Network network =
        read("network = { backbone = resnet-50, weights = \"%s\", sha256 = \"%s\" }"
                .formatted(location, SHA256))
            .network();

    assertThat(network.weights().orElseThrow().location()).isEqualTo(location);
    assertThat(network.pixels()).isEqualTo(96);
    // Where a file lies is no part of what an experiment is.
    assertThat(network.withWeightsAt("elsewhere.h5").toString()).isEqualTo(network.toString());
  }

  @Test
  void trainingIsReadToItsLastKey() throws IOException {
    Training training =
        read("""
                training {
                  robust-from = 0.5, balanced = true, traits = each
                  selection { share = 0.25, patience = 4, rate-factors = [1, 0.1] }
                  step-1 { schedule = linear, depth-factor = 0.3 }
                }
                """)
            .training();

    assertThat(training.robustFrom()).isEqualTo(0.5);
    assertThat(training.balanced()).isTrue();
    assertThat(training.traits()).isEqualTo(Traits.EACH);
    assertThat(training.selection())
        .contains(new Selection(Selection.Rule.TRAINING_DOMAIN, 0.25, 4, List.of(1.0, 0.1)));
    assertThat(training.step1().schedule()).isEqualTo(Schedule.LINEAR);
    assertThat(training.step1().depthFactor()).isEqualTo(0.3);
    assertThat(training.step2().schedule()).isEqualTo(Schedule.CONSTANT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "network.frozen-to = layer4 | network.frozen-to = layer4 | one of image, block-1, block-2,"
            + " block-3, features",
        "network.pixels = 96 | network.pixels = 96 | 64",
        "network.drawing = polar | network.drawing = polar | disc for the compact network, which"
            + " was trained on it",
        "network.backbone = vgg | network.backbone = vgg | one of compact, resnet-50",
        "network { backbone = resnet-50, weights = a.h5, sha256 = \"0\" } | network.sha256 = 0 | 64"
            + " hexadecimal digits",
        "network { backbone = resnet-50, weights = a.pth } | network.weights = a.pth | a name that"
            + " ends in .safetensors, .h5, .zip",
        "network.sha256 = a | network.sha256 = a | none of the compact network: it comes with its"
            + " own weights",
        "network.augmentation { variants = 0 } | network.augmentation.variants = 0 | a whole"
            + " number from 1 to 100",
        "network.augmentation { variants = 1, rotation-degrees = 90 } |"
            + " network.augmentation.rotation-degrees = 90 | a number from 0 to 30",
        "training.selection { share = 0.9, patience = 1 } | training.selection.share = 0.9 | a"
            + " number from 0.05 to 0.5",
        "training.selection { share = 0.2, patience = 1, rate-factors = [1, 1] } |"
            + " training.selection.rate-factors = [1, 1] | a list of numbers from 0.0001 to"
            + " 10000, none twice",
        "training.step-2.depth-factor = 2 | training.step-2.depth-factor = 2 | a number from 0 to"
            + " 1",
      })
  void aWrongValueIsOneLine(String more, String shown, String expected) {
    assertThatThrownBy(() -> read(more))
        .isInstanceOf(UserException.class)
        .hasMessageMatching(
            "Invalid value in .*mine.conf:\\d+: \\Q%s (expected %s)\\E".formatted(shown, expected));
  }

  @Test
  void whatDoesNotGoTogetherIsToldByItsKey() {
    String weights = "weights = \"a.h5\", sha256 = \"" + SHA256 + "\"";
    assertThatThrownBy(() -> read("network { " + weights + " }"))
        .hasMessageContaining("network.weights = a.h5 (expected none of the compact network");
    assertThatThrownBy(() -> read("network = { backbone = resnet-50 }"))
        .hasMessageContaining("network.weights (expected it to be set)");
    assertThatThrownBy(
            () ->
                read(
                    "network = { backbone = resnet-50, drawing = polar, pixels = 100, "
                        + weights
                        + " }"))
        .hasMessageContaining("network.pixels = 100 (expected a multiple of 32");
    assertThatThrownBy(
            () -> read("maps = [rest-stress]\nnetwork = { backbone = resnet-50, " + weights + " }"))
        .hasMessageContaining("maps = [rest-stress] (expected one map or all three");
  }
}

package org.polarfold.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.polarfold.UserException;

class SettingDifferenceTest {

  @Test
  void tellsEveryKeyThatIsNotTheSame() {
    String first =
        """
        seed = 1
        maps = [rest, stress]
        training { step-1 { epochs = 4, learning-rate = 1e-3 } } # a remark
        named = "birch"
        """;
    String second =
        """
        training.step-1 = { learning-rate = 0.001, epochs = 5 }
        seed = 1
        maps = [stress, rest]
        named = birch
        site."new york" = 3
        """;

    assertThat(SettingDifference.between(first, second))
        .containsExactly(
            new SettingDifference("maps", "[\"rest\",\"stress\"]", "[\"stress\",\"rest\"]"),
            new SettingDifference("site.\"new york\"", "", "3"),
            new SettingDifference("training.step-1.epochs", "4", "5"));
    assertThat(SettingDifference.between(second, second)).isEmpty();
  }

  @Test
  void looksAtNoOtherFileAndNoEnvironment() {
    assertThatThrownBy(() -> SettingDifference.between("include \"other.conf\"", "seed = 1"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("expected one without includes");
    assertThatThrownBy(() -> SettingDifference.between("seed = 1", "home = ${PATH}"))
        .isInstanceOf(UserException.class);
  }
}

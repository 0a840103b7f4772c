package org.polarfold.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.UserException;

class SiteIdTest {

  /** A site's name becomes a folder's, so none of these may lead elsewhere. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "../oslo",
        "oslo/..",
        "/etc",
        "oslo\\lake",
        "c:",
        "~",
        "-oslo",
        "Oslo",
        "oslo.1",
        "oslo_1",
        "os lo",
        "tromsø",
        "oslo\n",
        "oslo\u0000",
        "site=oslo",
        "%2e%2e",
        "abcdefghijklmnopqrstuvwxyz-abcdefghijklmn"
      })
  void whatIsNoFolderOfItsOwnIsRefused(String value) {
    assertThatThrownBy(() -> new SiteId(value))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid site name: \"")
        .hasMessageEndingWith("(expected 1 to 40 of a-z, 0-9 and -, first a letter or digit)")
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"oslo", "0", "st-olavs-2", "abcdefghijklmnopqrstuvwxyz-abcdefghijklm"})
  void aPlainNameIsAFolderInsideTheLake(String value) {
    Path lake = Path.of("/lake");

    assertThat(lake.resolve(new SiteId(value).toString()).normalize().getParent()).isEqualTo(lake);
  }

  @Test
  void sitesAreInAlphabeticalOrder() {
    assertThat(List.of(new SiteId("oslo"), new SiteId("bergen"), new SiteId("oslo-2")))
        .satisfies(
            sites ->
                assertThat(sites.stream().sorted().map(SiteId::value))
                    .containsExactly("bergen", "oslo", "oslo-2"));
  }
}

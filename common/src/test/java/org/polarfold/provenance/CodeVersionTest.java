package org.polarfold.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodeVersionTest {

  @Test
  void theBuildLeavesVersionAndCommitBesideTheCode() {
    CodeVersion code = CodeVersion.current();

    // Built from an unpacked archive there is no commit, and then neither is claimed.
    assertThat(code.version() + " " + code.commit())
        .matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)? [0-9a-f]{7,40}(-dirty)?|unknown unknown");
  }
}

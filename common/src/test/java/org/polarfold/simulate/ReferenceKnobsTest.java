package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference is whole, whichever class a program happens to use first. */
class ReferenceKnobsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AcquisitionKnobs",
        "FlowResponse",
        "Resolution",
        "Reproducibility",
        "Rotation",
        "CaseMix",
        "Practice"
      })
  void theReferenceIsWholeWhateverIsUsedFirst(String first) throws Exception {
    try (URLClassLoader fresh = asInANewProcess()) {
      Class.forName("org.polarfold.simulate." + first, true, fresh);
      Object reference =
          Class.forName("org.polarfold.simulate.AcquisitionKnobs", true, fresh)
              .getField("REFERENCE")
              .get(null);

      assertThat(String.valueOf(reference)).isEqualTo(AcquisitionKnobs.REFERENCE.toString());
    }
    assertThat(AcquisitionKnobs.REFERENCE.toString()).doesNotContain("null");
  }

  /** Classes that nobody has used yet. */
  private static URLClassLoader asInANewProcess() throws IOException {
    String[] places = System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1);
    URL[] all = new URL[places.length];
    for (int i = 0; i < places.length; i++) {
      all[i] = Path.of(places[i]).toUri().toURL();
    }
    return new URLClassLoader(all, ClassLoader.getPlatformClassLoader());
  }
}

package org.polarfold.evaluate;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Six invented sites, 1,231 patients. Figures of R 4.2.2 (pROC 1.18.0, metafor 3.8.1) and
 * scikit-learn 1.2.1.
 */
class GoldenConsortiumTest {

  @Test
  void agreesWithOtherPrograms() throws IOException, URISyntaxException {
    Published.compare(file("consortium-predictions.csv"), file("consortium-expected.json"));
  }

  static Path file(String name) throws URISyntaxException {
    URL place = Objects.requireNonNull(GoldenConsortiumTest.class.getResource(name));
    return Path.of(place.toURI());
  }
}

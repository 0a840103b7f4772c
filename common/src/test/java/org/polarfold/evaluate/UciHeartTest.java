package org.polarfold.evaluate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Real patients of two centres (UCI Heart Disease), logistic regression fitted on one and scored on
 * the other; figures of R 4.2.2 and scikit-learn 1.2.1.
 */
class UciHeartTest {

  @Test
  void agreesWithOtherProgramsOnRealPatients() throws IOException {
    String data = System.getenv("POLARFOLD_REAL_DATA");
    assumeTrue(data != null, "skipped: POLARFOLD_REAL_DATA does not name the folder of real data");
    Path folder = Path.of(String.valueOf(data), "uci-heart");
    assumeTrue(Files.isDirectory(folder), "skipped: there is no folder " + folder);
    Published.compare(folder.resolve("loso-predictions.csv"), folder.resolve("loso-expected.json"));
  }
}

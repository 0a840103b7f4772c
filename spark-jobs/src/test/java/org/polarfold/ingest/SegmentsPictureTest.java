package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.study.Segment17;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SegmentsPictureTest {

  @Test
  @Order(1)
  @EnabledIfEnvironmentVariable(named = "POLARFOLD_DRAW_DOCS", matches = "true")
  void thePictureOfTheDocumentationIsDrawnAnew() throws IOException {
    SegmentsPicture.write();

    assertThat(SegmentsPicture.FILE).isRegularFile();
  }

  @Test
  @Order(2)
  void thePictureOfTheDocumentationHoldsEverySegmentWhereItsNumberStands(@TempDir Path folder)
      throws Exception {
    SentMap read =
        new PictureFolder(folder)
            .read(
                "worst-residual = 0.03\n" + SegmentsPicture.SETTINGS,
                Files.readAllBytes(SegmentsPicture.FILE));

    double[] means = Segment17.means(read.map());
    for (int s = 1; s <= Segment17.COUNT; s++) {
      assertThat(means[s - 1]).as("segment %d", s).isCloseTo(s / 5.0, within(0.03));
    }
  }
}

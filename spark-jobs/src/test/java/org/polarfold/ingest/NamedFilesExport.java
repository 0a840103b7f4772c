package org.polarfold.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A site whose files have the names that people give them, two patients. */
public final class NamedFilesExport {

  private NamedFilesExport() {}

  /** Writes the site {@code birch} below a folder. */
  public static void write(Path exports) throws IOException {
    Path birch = Files.createDirectories(exports.resolve("birch"));
    Path maps = Files.createDirectories(birch.resolve("Bögen"));
    List<String> arrays = List.of("apex-counter-clockwise.npy", "apex-rotated-big-endian.npy");
    List<String> patients = List.of("Müller-Lüdenscheidt", "Ærø 7");
    for (int i = 0; i < patients.size(); i++) {
      Files.write(maps.resolve(patients.get(i) + "_Ruhe.npy"), GridExport.resource(arrays.get(i)));
    }
    Files.writeString(birch.resolve("Gefäße.csv"), "pid\n" + String.join("\n", patients) + "\n");
    Files.writeString(
        birch.resolve("site.conf"),
        """
        site = birch, identity = identifier, format = grid-files
        maps {
          files = "Bögen/{patient}_{state}.npy", unit = "mL/min/100g", state { rest = Ruhe }
          grid { %s }
        }
        patients { file = "Gefäße.csv", delimiter = ",", patient = pid }
        acquisition {}
        """
            .formatted(GridExport.PLAIN));
  }
}

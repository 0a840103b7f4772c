package org.polarfold.ingest;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes one site's export in one of two conventions, row by row. */
public final class ExportFixture {

  /** Planted wherever an identity may stand; must be found nowhere. */
  public static final String IDENTITY = "Müller-Lüdenscheidt";

  private final Path folder;
  private final String conf;
  private final Charset charset;
  private final String mapsFile;
  private final List<String> maps = new ArrayList<>();
  private final List<String> patients = new ArrayList<>();

  private ExportFixture(Path folder, String conf, Charset charset, String mapsFile) {
    this.folder = folder;
    this.conf = conf;
    this.charset = charset;
    this.mapsFile = mapsFile;
  }

  /** 17 segments, semicolons, decimal commas, Latin-1, mL/min/100g. */
  public static ExportFixture segments(Path exports, String site) {
    ExportFixture fixture =
        new ExportFixture(
            exports.resolve(site),
            """
            site = "%s"
            simulated = true
            identity = identifier
            format = segment-table
            maps {
              file = "segments.csv", charset = "ISO-8859-1", delimiter = ";", decimal = ","
              missing = ["", "NA"], unit = "mL/min/100g", patient = "pid"
              segments { rest = "rest_", stress = "stress_" }
            }
            patients {
              file = "patients.csv", charset = "ISO-8859-1", delimiter = ";", decimal = ","
              missing = ["", "NA"], patient = "pid", age-years = "age", unread = ["name"]
              labels { sex { column = "sex", positive = ["M"], negative = ["F"] } }
            }
            acquisition { tracer = "Rb-82" }
            """
                .formatted(site),
            StandardCharsets.ISO_8859_1,
            "segments.csv");
    StringBuilder header = new StringBuilder("pid");
    for (String state : List.of("rest_", "stress_")) {
      for (int segment = 1; segment <= 17; segment++) {
        header.append(';').append(state).append(segment);
      }
    }
    fixture.maps.add(header.toString());
    fixture.patients.add("pid;name;age;sex");
    return fixture;
  }

  /** A grid, commas, points, UTF-8 with a byte order mark, mL/min/g. */
  public static ExportFixture polar(Path exports, String site, String grid, int values) {
    ExportFixture fixture =
        new ExportFixture(
            exports.resolve(site),
            """
            site = "%s"
            identity = identifier
            format = polar-table
            maps {
              file = "flow.csv", delimiter = ",", unit = "mL/min/g", patient = "id"
              state { column = "phase", rest = "R", stress = "S" }
              grid { values = "v", %s }
            }
            patients {
              file = "patients.csv", delimiter = ",", patient = "id", age-years = "age"
              unread = ["name"]
              labels { sex { column = "sex", positive = ["1"], negative = ["0"] } }
            }
            acquisition { tracer = "N-13 ammonia" }
            """
                .formatted(site, grid),
            StandardCharsets.UTF_8,
            "flow.csv");
    StringBuilder header = new StringBuilder("\uFEFFid,phase");
    for (int i = 0; i < values; i++) {
      header.append(",v").append(i);
    }
    fixture.maps.add(header.toString());
    fixture.patients.add("id,name,age,sex");
    return fixture;
  }

  /** A row of the table of maps as it stands. */
  public ExportFixture mapRow(String row) {
    maps.add(row);
    return this;
  }

  /** A row of the patient table as it stands. */
  public ExportFixture patientRow(String row) {
    patients.add(row);
    return this;
  }

  /** One patient's segments, mL/min/g here, mL/min/100g with a comma in the file. */
  public ExportFixture segmentRow(String id, double[] rest, double[] stress) {
    StringBuilder row = new StringBuilder(id);
    for (double[] state : List.of(rest, stress)) {
      for (double value : state) {
        row.append(';').append(String.format(Locale.ROOT, "%.4f", value * 100).replace('.', ','));
      }
    }
    return mapRow(row.toString());
  }

  /** One patient's map of a state, mL/min/g. */
  public ExportFixture polarRow(String id, String state, float[] values) {
    StringBuilder row = new StringBuilder(id).append(',').append(state);
    for (float value : values) {
      row.append(',').append(value);
    }
    return mapRow(row.toString());
  }

  /** Writes the folder; site.conf with every first text of a pair replaced by the second. */
  public Path write(String... replacements) throws IOException {
    String text = conf;
    for (int i = 0; i < replacements.length; i += 2) {
      if (!text.contains(replacements[i])) {
        throw new IllegalArgumentException("Nothing to replace: " + replacements[i]);
      }
      text = text.replace(replacements[i], replacements[i + 1]);
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("site.conf"), text);
    Files.writeString(folder.resolve(mapsFile), String.join("\r\n", maps) + "\r\n", charset);
    Files.writeString(folder.resolve("patients.csv"), String.join("\n", patients), charset);
    return folder;
  }
}

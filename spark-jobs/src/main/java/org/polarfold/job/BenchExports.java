package org.polarfold.job;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Exports to be timed with: rest and stress maps of flow of {@value #RINGS} x {@value #SECTORS}
 * values, every patient's others, every record sound. Not meant to look like hearts.
 *
 * @param form how they are written
 * @param studies of all sites together
 * @param sites each a folder
 */
record BenchExports(Form form, int studies, int sites) {

  static final int RINGS = 24;
  static final int SECTORS = 60;
  static final int SIZE = RINGS * SECTORS;

  private static final String TABLE = "flow.csv";
  private static final int HARMONICS = 4;
  private static final int PADDED_HEADER = 128;

  /** The forms of grids that can be timed. */
  enum Form {
    /** A row a patient and state, three decimals. */
    POLAR_TABLE("polar-table"),
    /** All maps of a state in one array of 32-bit floats. */
    GRID_STACK("grid-stack"),
    /** One array of 32-bit floats a patient and state. */
    GRID_FILES("grid-files");

    private final String format;

    Form(String format) {
      this.format = format;
    }

    /** As a site.conf calls it. */
    String format() {
      return format;
    }
  }

  /** Writes one folder a site. */
  void write(Path exports) {
    try {
      for (int site = 0; site < sites; site++) {
        Path folder = Files.createDirectories(folder(exports, site));
        Files.writeString(folder.resolve("site.conf"), conf(site));
        int first = first(site);
        int end = first(site + 1);
        writePatients(folder, first, end);
        switch (form) {
          case POLAR_TABLE -> writeTable(folder, first, end);
          case GRID_STACK -> {
            writeStack(folder, "rest", first, end);
            writeStack(folder, "stress", first, end);
          }
          case GRID_FILES -> writeFiles(folder, first, end);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first study of a site; all before it are those of the sites before. */
  int first(int site) {
    return (int) ((long) studies * site / sites);
  }

  private static Path folder(Path exports, int site) {
    return exports.resolve("site-" + site);
  }

  /** A site's table of {@link Form#POLAR_TABLE}. */
  Path table(Path exports, int site) {
    return folder(exports, site).resolve(TABLE);
  }

  private String conf(int site) {
    String maps =
        switch (form) {
          case POLAR_TABLE ->
              """
              file = "flow.csv", delimiter = ";", patient = "pid"
              state { column = "phase", rest = "rest", stress = "stress" }
              """;
          case GRID_STACK ->
              """
              stacks { rest = "rest.npy", stress = "stress.npy" }
              index { file = "patients.csv", delimiter = ";", patient = "pid" }
              """;
          case GRID_FILES ->
              """
              files = "maps/{patient}_{state}.npy"
              state { rest = "rest", stress = "stress" }
              """;
        };
    return """
        site = "site-%d"
        simulated = true
        identity = pseudonym
        format = %s
        maps {
          unit = "mL/min/g"
          %s
          grid {
            %s rings = %d, sectors = %d
            first-ring = apex, first-sector-degrees = 90, direction = clockwise
          }
        }
        patients {
          file = "patients.csv", delimiter = ";", patient = "pid", age-years = "age"
          labels { sex { column = "sex", positive = ["M"], negative = ["F"] } }
        }
        acquisition {
          tracer = "N-13 ammonia", scanner = "none", software = "none"
          kinetic-model = "none", reconstruction = "none", attenuation-correction = "none"
          stressor = "adenosine"
        }
        """
        .formatted(
            site,
            form.format(),
            maps,
            form == Form.POLAR_TABLE ? "values = \"v\"," : "",
            RINGS,
            SECTORS);
  }

  private static void writePatients(Path folder, int first, int end) throws IOException {
    StringBuilder text = new StringBuilder("pid;age;sex\n");
    for (int patient = first; patient < end; patient++) {
      text.append(patient(patient)).append(';').append(40 + patient % 45);
      text.append(patient % 2 == 0 ? ";M\n" : ";F\n");
    }
    Files.writeString(folder.resolve("patients.csv"), text);
  }

  private static void writeTable(Path folder, int first, int end) throws IOException {
    try (OutputStream out = stream(folder.resolve(TABLE))) {
      StringBuilder line = new StringBuilder("pid;phase");
      for (int i = 0; i < SIZE; i++) {
        line.append(";v").append(i);
      }
      out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
      for (int patient = first; patient < end; patient++) {
        for (String state : new String[] {"rest", "stress"}) {
          line.setLength(0);
          line.append(patient(patient)).append(';').append(state);
          for (float value : map(patient, state)) {
            int thousandths = Math.round(value * 1000);
            line.append(';').append(thousandths / 1000).append('.');
            line.append((char) ('0' + thousandths / 100 % 10));
            line.append((char) ('0' + thousandths / 10 % 10));
            line.append((char) ('0' + thousandths % 10));
          }
          out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
        }
      }
    }
  }

  private static void writeStack(Path folder, String state, int first, int end) throws IOException {
    try (OutputStream out = stream(folder.resolve(state + ".npy"))) {
      out.write(header((end - first) + ", " + RINGS + ", " + SECTORS));
      for (int patient = first; patient < end; patient++) {
        out.write(bytes(map(patient, state)));
      }
    }
  }

  private static void writeFiles(Path folder, int first, int end) throws IOException {
    Path maps = Files.createDirectories(folder.resolve("maps"));
    for (int patient = first; patient < end; patient++) {
      for (String state : new String[] {"rest", "stress"}) {
        try (OutputStream out = stream(maps.resolve(patient(patient) + "_" + state + ".npy"))) {
          out.write(header(RINGS + ", " + SECTORS));
          out.write(bytes(map(patient, state)));
        }
      }
    }
  }

  private static OutputStream stream(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  /** NumPy's format, version 1. */
  private static byte[] header(String shape) {
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
    ByteBuffer header = ByteBuffer.allocate(PADDED_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) 1).put((byte) 0).putShort((short) (PADDED_HEADER - 10));
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static String patient(int patient) {
    return "p" + patient;
  }

  /** Waves of the patient's own around the map, and grain; within what a heart may have. */
  private static float[] map(int patient, String state) {
    SplittableRandom random = new SplittableRandom(31L * patient + state.length());
    double level = state.equals("rest") ? 0.9 : 2.6;
    float[] wave = new float[RINGS * SECTORS];
    for (int harmonic = 1; harmonic <= HARMONICS; harmonic++) {
      double height = 0.12 * random.nextDouble();
      double phase = 2 * Math.PI * random.nextDouble();
      double twist = random.nextDouble();
      for (int ring = 0; ring < RINGS; ring++) {
        for (int sector = 0; sector < SECTORS; sector++) {
          double angle = 2 * Math.PI * harmonic * sector / SECTORS + phase + twist * ring / 4;
          wave[ring * SECTORS + sector] += (float) (height * Math.sin(angle));
        }
      }
    }
    for (int i = 0; i < SIZE; i++) {
      wave[i] = (float) (level * (1 + wave[i] + 0.1 * (random.nextDouble() - 0.5)));
    }
    return wave;
  }
}

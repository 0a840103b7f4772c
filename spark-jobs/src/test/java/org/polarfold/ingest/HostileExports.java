package org.polarfold.ingest;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Exports that mean ill, a site each: they lead out of their folder, promise more than there is,
 * hold more than anybody needs, or never end. Each says what must become of it.
 */
public final class HostileExports {

  private static final String SMALL = GridExport.SMALL;
  private static final int MEBIBYTE = 1 << 20;

  private final Path exports;
  private final Path outside;
  private final Map<String, String> refused = new TreeMap<>();
  private final Map<String, String> rejected = new TreeMap<>();

  private HostileExports(Path exports, Path outside) {
    this.exports = exports;
    this.outside = outside;
  }

  /**
   * Writes all sites.
   *
   * @param outside a folder that none of them may read from
   */
  public static HostileExports below(Path exports, Path outside) throws IOException {
    HostileExports hostile = new HostileExports(exports, outside);
    hostile.paths();
    hostile.noFiles();
    hostile.configurations();
    hostile.tables();
    hostile.arrays();
    hostile.pictures();
    hostile.dicom();
    return hostile;
  }

  /** Sites that are refused as a whole, and what is told of them. */
  public Map<String, String> refused() {
    return refused;
  }

  /** Sites of one record, which is rejected: reason and detail. */
  public Map<String, String> rejected() {
    return rejected;
  }

  private Path folder(String site) throws IOException {
    return Files.createDirectories(exports.resolve(site));
  }

  private Path refused(String site, String told) throws IOException {
    refused.put(site, told);
    return folder(site);
  }

  private Path rejected(String site, String told) throws IOException {
    rejected.put(site, told);
    Files.createDirectories(exports.resolve(site).resolve("maps"));
    return folder(site);
  }

  private static Path conf(Path folder, String format, String maps) throws IOException {
    Files.writeString(folder.resolve("patients.csv"), "pid\na\n");
    Files.writeString(
        folder.resolve("site.conf"),
        """
        site = %s, identity = identifier, format = %s
        maps { unit = "mL/min/g"
        %s }
        patients { file = "patients.csv", delimiter = ",", patient = pid }
        acquisition {}
        """
            .formatted(folder.getFileName(), format, maps));
    return folder;
  }

  private static Path segments(Path folder) throws IOException {
    return conf(
        folder,
        "segment-table",
        "file = \"maps.csv\", delimiter = \",\", patient = pid, segments { rest = v }");
  }

  private static final String ROW = ",1.5,1.4,1.3,1.5,1.4,1.3,1.5,1.4,1.3,1.5,1.4,1.3,1,1,1,1,1";

  private static String table() {
    StringBuilder text = new StringBuilder("pid");
    for (int s = 1; s <= 17; s++) {
      text.append(",v").append(s);
    }
    return text + "\na" + ROW + "\n";
  }

  private static Path grids(Path folder, String extension) throws IOException {
    return conf(
        folder,
        "grid-files",
        "files = \"maps/{patient}_{state}.%s\", state { rest = R }, grid { %s }"
            .formatted(extension, SMALL));
  }

  private static Path indexed(Path folder, String path) throws IOException {
    Files.writeString(folder.resolve("index.csv"), "pid,file\na," + path + "\n");
    return conf(
        folder,
        "grid-files",
        "index { file = \"index.csv\", delimiter = \",\", patient = pid, path = file }\n"
            + "state { rest = R }, grid { %s }".formatted(SMALL));
  }

  private static byte[] small() {
    return GridExport.resource("small.npy");
  }

  // Ways out of the folder

  private void paths() throws IOException {
    Path secret = Files.writeString(outside.resolve("secret.csv"), table());
    Path map = Files.write(outside.resolve("a_R.npy"), small());
    String up = "../".repeat(exports.getNameCount() + 2);

    Path dots = refused("dots", "(expected a file inside this folder)");
    segments(dots);
    replace(dots, "maps.csv", "../../outside/secret.csv");
    Path absolute = refused("absolute", "(expected a file inside this folder)");
    segments(absolute);
    replace(absolute, "maps.csv", secret.toString());
    Path link = segments(refused("link", "(expected a file inside this folder)"));
    Files.createSymbolicLink(link.resolve("maps.csv"), secret);
    Path linkedConf = refused("link-conf", "(expected a file inside this folder)");
    Files.createSymbolicLink(
        linkedConf.resolve("site.conf"), segments(exports.resolve("link")).resolve("site.conf"));
    Path linkedFolder = grids(folder("link-folder"), "npy");
    refused.put("link-folder", "(expected a folder inside this folder before the first gap)");
    Files.createSymbolicLink(linkedFolder.resolve("maps"), outside);

    String path =
        "unreadable-file column file: expected the path of a file inside the site's folder";
    indexed(rejected("index-dots", path), "../../outside/a_R.npy");
    indexed(rejected("index-up", path), up + "etc/hostname");
    indexed(rejected("index-back", path), "..\\\\..\\\\outside\\\\a_R.npy");
    indexed(rejected("index-absolute", path), map.toString());
    indexed(rejected("index-folder", path), "maps");
    Path indexLink = indexed(rejected("index-link", path), "maps/a.npy");
    Files.createSymbolicLink(indexLink.resolve("maps/a.npy"), map);

    String file = "unreadable-file the file: expected a file inside the site's folder";
    Path mapLink = grids(rejected("map-link", file), "npy");
    Files.createSymbolicLink(mapLink.resolve("maps/a_R.npy"), map);
    Path itself = grids(rejected("map-itself", file), "npy");
    Files.createSymbolicLink(itself.resolve("maps/a_R.npy"), Path.of("a_R.npy"));
    Path loop = grids(rejected("map-loop", file), "npy");
    Files.createSymbolicLink(loop.resolve("maps/a_R.npy"), Path.of(".."));
  }

  private static void replace(Path folder, String from, String to) throws IOException {
    Path conf = folder.resolve("site.conf");
    Files.writeString(conf, Files.readString(conf).replace(from, to));
  }

  // What is no file

  private static void pipe(Path path) throws IOException {
    try {
      if (new ProcessBuilder("mkfifo", path.toString()).start().waitFor() != 0) {
        throw new IOException("Cannot make a pipe: " + path);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whoever opened a pipe would wait for ever, and a device never ends. */
  private void noFiles() throws IOException {
    pipe(refused("pipe-conf", "(expected a file inside this folder)").resolve("site.conf"));
    pipe(
        segments(refused("pipe-table", "(expected a file inside this folder)"))
            .resolve("maps.csv"));
    Path device = segments(refused("device-table", "(expected a file inside this folder)"));
    Files.createSymbolicLink(device.resolve("maps.csv"), Path.of("/dev/zero"));
    Files.createDirectory(
        segments(refused("folder-table", "(expected a file inside this folder)"))
            .resolve("maps.csv"));
    String file = "unreadable-file the file: expected a file inside the site's folder";
    pipe(grids(rejected("pipe-map", file), "npy").resolve("maps/a_R.npy"));
    Path zero = grids(rejected("device-map", file), "npy");
    Files.createSymbolicLink(zero.resolve("maps/a_R.npy"), Path.of("/dev/zero"));
  }

  // site.conf

  private void configurations() throws IOException {
    StringBuilder laughs = new StringBuilder("a0 = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
    for (int i = 1; i < 12; i++) {
      laughs.append("a").append(i).append(" = [").append(("${a" + (i - 1) + "},").repeat(10));
      laughs.append("1]\n");
    }
    write(refused("conf-laughs", "expected no substitution"), laughs.toString());
    write(refused("conf-include", "an include is refused"), "include \"site.conf\"\n");
    write(
        refused("conf-deep", "expected blocks in blocks less deep"), "a = " + "[".repeat(500_000));
    write(refused("conf-long", "expected at most 1 MiB"), "#".repeat(MEBIBYTE + 1));
    Files.write(
        refused("conf-noise", "Cannot read configuration").resolve("site.conf"),
        new byte[] {0, (byte) 0xFF, '{', '"', '\n'});
  }

  private static void write(Path folder, String conf) throws IOException {
    Files.writeString(folder.resolve("site.conf"), conf);
  }

  // Tables

  private void tables() throws IOException {
    Path wide = segments(refused("wide", "wide/maps.csv:1: 1000001 columns (expected 1 to 150000"));
    StringBuilder columns = new StringBuilder("pid");
    for (int i = 0; i < 1_000_000; i++) {
      columns.append(",v");
    }
    Files.writeString(wide.resolve("maps.csv"), columns + "\na" + ROW);
    String line = " (expected a line of at most 4000000 characters)";
    for (String text : new String[] {"x", "\"", ",", "\0", "\n"}) {
      String called = "endless-" + (int) text.charAt(0);
      Path folder = segments(folder(called));
      if (text.equals("\n")) {
        rejected.put(called, "no-maps the patient: expected maps");
      } else {
        refused.put(called, "maps.csv:3" + line);
      }
      try (OutputStream out = out(folder.resolve("maps.csv"))) {
        String whole = table();
        // The sound row is left out where the lines that follow are none.
        String header = whole.substring(0, whole.indexOf('\n') + 1);
        out.write((text.equals("\n") ? header : whole).getBytes(StandardCharsets.UTF_8));
        byte[] many = text.repeat(MEBIBYTE).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 64; i++) {
          out.write(many);
        }
      }
    }
  }

  private static OutputStream out(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), MEBIBYTE);
  }

  // NumPy

  private static String shape(String shape) {
    return "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
  }

  private void arrays() throws IOException {
    Path promise = grids(rejected("npy-promise", "wrong-shape"), "npy");
    Files.write(
        promise.resolve("maps/a_R.npy"), GridExport.npy(shape("50000, 50000"), new byte[48]));
    Path header = grids(rejected("npy-header", "unreadable-file"), "npy");
    Files.write(
        header.resolve("maps/a_R.npy"),
        new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1, '{'});
    Path deep = grids(rejected("npy-deep", "unreadable-file"), "npy");
    Files.write(deep.resolve("maps/a_R.npy"), GridExport.npy("(".repeat(50_000), new byte[48]));
    String stacks =
        "index { file = \"index.csv\", delimiter = \",\", patient = pid }, grid { %s }\n"
            .formatted(SMALL);
    Path stack = refused("stack-promise", "expected as many bytes as the array's shape says");
    conf(stack, "grid-stack", stacks + "stacks { rest = \"rest.npy\" }");
    Files.writeString(stack.resolve("index.csv"), "pid\na\n");
    Files.write(stack.resolve("rest.npy"), GridExport.npy(shape("220000000, 3, 4"), new byte[48]));

    Path bomb = grids(rejected("npz-bomb", "unreadable-file the array"), "npz");
    bomb(bomb.resolve("maps/a_R.npz"), "arr_0.npy", shape("3, 4"));
    Path stackBomb = refused("stack-bomb", "not packed by more than a factor");
    conf(stackBomb, "grid-stack", stacks + "file = \"maps.npz\", members { rest = rest }");
    Files.writeString(stackBomb.resolve("index.csv"), "pid\na\n");
    bomb(stackBomb.resolve("maps.npz"), "rest.npy", shape("22369621, 3, 4"));
    Path csv = grids(rejected("csv-bomb", "wrong-shape"), "csv");
    replace(csv, "state {", "delimiter = \",\", state {");
    try (OutputStream out = out(csv.resolve("maps/a_R.csv"))) {
      byte[] many = "1,".repeat(MEBIBYTE).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 64; i++) {
        out.write(many);
      }
    }
  }

  /** An archive of one member with a gibibyte of zeros, in about a mebibyte. */
  private static void bomb(Path file, String member, String dictionary) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(out(file))) {
      zip.setLevel(Deflater.BEST_SPEED);
      zip.putNextEntry(new ZipEntry(member));
      zip.write(GridExport.npy(dictionary, new byte[0]));
      byte[] zeros = new byte[MEBIBYTE];
      for (int i = 0; i < 1024; i++) {
        zip.write(zeros);
      }
      zip.closeEntry();
    }
  }

  // Pictures

  private static Path pictures(Path folder, String extension, int side) throws IOException {
    return conf(
        folder,
        "pictures",
        """
        files = "maps/{patient}_{state}.%s", state { rest = R }
        picture-size { width = %d, height = %d }
        disc { centre-x = 100, centre-y = 100, radius = 90 }
        colours { named = jet, low = 0, high = 5 }
        """
            .formatted(extension, side, side));
  }

  private void pictures() throws IOException {
    Path promise = pictures(rejected("png-promise", "wrong-shape"), "png", 200);
    Files.write(promise.resolve("maps/a_R.png"), PngFixture.black(100_000, 100_000, 0));
    Path none = pictures(rejected("png-none", "unreadable-file"), "png", 5700);
    Files.write(none.resolve("maps/a_R.png"), PngFixture.black(5700, 5700, 0));
    // As large as site.conf may say, and whole: 130 MB of black in 130 kB.
    Path black = pictures(rejected("png-black", "colours-do-not-fit"), "png", 5700);
    Files.write(black.resolve("maps/a_R.png"), PngFixture.black(5700, 5700, 5700));
    Path beyond = pictures(rejected("png-beyond", "wrong-shape"), "png", 200);
    Files.write(beyond.resolve("maps/a_R.png"), PngFixture.black(20_000, 20_000, 20_000));
    Path jpeg = pictures(rejected("jpeg-promise", "wrong-shape"), "jpg", 280);
    byte[] drawn = new DrawnMap(100, DrawnMap::jet, 5).jpeg(0.5f);
    for (int i = 2; i < drawn.length - 9; i++) {
      if (drawn[i] == -1 && drawn[i + 1] == (byte) 0xC0) {
        Arrays.fill(drawn, i + 5, i + 9, (byte) 0xFE);
      }
    }
    Files.write(jpeg.resolve("maps/a_R.jpg"), drawn);
    Path conf = refused("png-conf", "(expected at most 33554432 pixels of a picture)");
    Files.createDirectory(conf.resolve("maps"));
    pictures(conf, "png", 8192);
  }

  // DICOM

  private static Path dicom(Path folder) throws IOException {
    return conf(
        folder,
        "dicom",
        "files = \"maps/{patient}.dcm\", patient-from = name\n"
            + "state { from = series-description, stress = \"STRESS MBF\" }\n"
            + DicomFolder.DISC);
  }

  private void dicom() throws IOException {
    byte[] whole = DicomFolder.fixture("pet-signed.dcm");
    Path length = dicom(rejected("dicom-length", "unreadable-file"));
    Files.write(length.resolve("maps/a.dcm"), withPixelLength(whole.clone(), 0xFFFFFFF0));
    // Rows and columns promise 8 GB of pixels.
    Path rows = dicom(rejected("dicom-rows", "expected Rows (0028,0010) of 1 to 8192"));
    Files.write(rows.resolve("maps/a.dcm"), withSides(whole.clone(), 0xFFFF));
    Path frame = dicom(rejected("dicom-frame", "expected at most 64 MiB a frame"));
    Files.write(frame.resolve("maps/a.dcm"), withSides(whole.clone(), 8192));
    Path nested = dicom(rejected("dicom-nested", "unreadable-file the file: expected sequences"));
    Files.write(nested.resolve("maps/a.dcm"), nested(whole, 300_000));
  }

  private static byte[] withPixelLength(byte[] file, int length) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(element(file, 0x7FE0, 0x0010) + 4, length);
    return file;
  }

  private static byte[] withSides(byte[] file, int side) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : new int[] {0x0010, 0x0011}) {
      bytes.putShort(element(file, 0x0028, number) + 8, (short) side);
    }
    return file;
  }

  /**
   * Sequences in sequences of no stated length, between the file's header and its first element.
   */
  private static byte[] nested(byte[] file, int deep) {
    int at = element(file, 0x0008, 0x0005);
    ByteBuffer level = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    level.putShort((short) 0x0008).putShort((short) 0x0001).putInt(-1);
    level.putShort((short) 0xFFFE).putShort((short) 0xE000).putInt(-1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(file, 0, at);
    for (int i = 0; i < deep; i++) {
      bytes.writeBytes(level.array());
    }
    bytes.write(file, at, file.length - at);
    return bytes.toByteArray();
  }

  /** Where an element begins that is in the file, in implicit little endian. */
  private static int element(byte[] file, int group, int number) {
    byte[] tag = {(byte) group, (byte) (group >> 8), (byte) number, (byte) (number >> 8)};
    for (int at = 132; at < file.length - 8; at++) {
      if (Arrays.equals(file, at, at + 4, tag, 0, 4)) {
        return at;
      }
    }
    throw new IllegalArgumentException("No such element");
  }
}

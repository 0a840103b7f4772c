package org.polarfold.ingest;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

/**
 * The exports of a consortium in every format, with persons wherever a hospital's export may hold
 * one: in identifiers, columns, names of files, folders and members, chunks, tags and pixels; in
 * sound records, in faulty ones of every kind, and in exports that cannot be read at all.
 */
public final class PlantedExports {

  private static final double REST = 0.8;
  private static final double STRESS = 2.4;

  private final Path exports;
  private final Set<String> texts = new LinkedHashSet<>();
  private int persons;
  private int shapes;

  private PlantedExports(Path exports) {
    this.exports = exports;
  }

  /** Writes all sites below a folder. */
  public static PlantedExports below(Path exports) throws IOException {
    PlantedExports planted = new PlantedExports(exports);
    PlantedPerson everywhere = planted.person();
    planted.wideTable(everywhere);
    planted.longTable(everywhere);
    planted.polarTable();
    planted.gridFiles();
    planted.indexedArchives();
    planted.gridStack();
    planted.pictures();
    planted.indexedPictures();
    planted.dicom();
    planted.namedDicom();
    planted.unreadable();
    return planted;
  }

  /** All that was planted. */
  public Set<String> texts() {
    return texts;
  }

  /** Everybody's texts, and what they have in common. */
  public Set<String> textsAndFragments() {
    Set<String> all = new LinkedHashSet<>(texts);
    all.addAll(PlantedPerson.fragments());
    return all;
  }

  /** Somebody new. */
  private PlantedPerson person() {
    return new PlantedPerson(++persons);
  }

  private PlantedPerson person(StringBuilder patients) {
    PlantedPerson person = person();
    patients.append(patientRow(person, "61", "M"));
    return person;
  }

  /** Says that a text now stands somewhere in the exports. */
  private String planted(String text) {
    texts.add(text);
    return text;
  }

  private Path folder(String site) throws IOException {
    return Files.createDirectories(exports.resolve(site));
  }

  private static void write(Path file, String text, Charset charset) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, text.getBytes(charset));
  }

  private static void write(Path file, String text) throws IOException {
    write(file, text, StandardCharsets.UTF_8);
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  // Maps

  /** Segments of a shape that nobody else has, about a level in mL/min/g. */
  private double[] segments(double level) {
    Random random = new Random(++shapes);
    return IntStream.range(0, 17)
        .mapToDouble(s -> level * (0.8 + 0.4 * random.nextDouble()))
        .toArray();
  }

  private static PolarMap map(double[] segments) {
    float[] values = new float[PolarMap.SIZE];
    for (int i = 0; i < values.length; i++) {
      int segment = Segment17.of(i / PolarMap.SECTORS, i % PolarMap.SECTORS);
      values[i] = (float) segments[segment - 1];
    }
    return PolarMap.of(values);
  }

  private static double[] times(double[] segments, double factor) {
    return Arrays.stream(segments).map(value -> value * factor).toArray();
  }

  private static double[] over(double[] stress, double[] rest) {
    return IntStream.range(0, 17).mapToDouble(s -> stress[s] / rest[s]).toArray();
  }

  private static List<String> cells(double[] values) {
    return Arrays.stream(values).mapToObj(v -> String.format(Locale.ROOT, "%.5f", v)).toList();
  }

  // Clinical tables

  private static final String PATIENTS_HEADER =
      "pid;surname;birth_date;phone;mail;address;comment;age;day;sex;read;cag;cad\n";

  private static final String PATIENTS_CONF =
      """
      patients {
        file = "patients.csv", delimiter = ";", charset = "%s", patient = "pid"
        unread = ["surname", "birth_date", "phone", "mail", "address", "comment"]
        age-years = "age"
        examined { column = "day", format = "yyyy-MM-dd" }
        labels { sex { column = "sex", positive = ["M"], negative = ["F"] } }
        readers { reader-a { column = "read", positive = ["abnormal"], negative = ["normal"] } }
        angiography {
          done { column = "cag", positive = ["1"], negative = ["0"] }
          obstructive { column = "cad", positive = ["1"], negative = ["0"] }
        }
      }
      acquisition { tracer = "Rb-82" }
      """;

  private String patientRow(PlantedPerson person, String age, String sex) {
    return patientRow(person, person.id(), age, person.day(), sex, "1;0");
  }

  /** What stands in columns that are read, and around it whatever there is of the person. */
  private String patientRow(
      PlantedPerson person, String id, String age, String day, String sex, String angiography) {
    return String.join(
        ";",
        planted(id),
        planted(person.name()),
        planted(person.birth()),
        planted(person.phone()),
        planted(person.mail()),
        "\"" + planted(person.address()) + "\"",
        "Frau " + person.name() + " \"\"calls back",
        age,
        planted(day),
        sex,
        "normal",
        angiography + "\n");
  }

  // Sites that can be read

  /** UTF-8, wide, with every fault that a row can have. */
  private void wideTable(PlantedPerson everywhere) throws IOException {
    Path folder = folder("alder");
    write(
        folder.resolve("site.conf"),
        """
        site = alder, identity = identifier, format = segment-table
        maps {
          file = "segments.csv", delimiter = ";", unit = "mL/min/g", patient = "pid"
          unread = ["patient name", "dob"]
          segments { rest = "rest_", stress = "stress_", reserve = "mfr_" }
        }
        more-tables = [
          { file = "labs.csv", delimiter = ",", patient = "case", unread = ["surname"]
            labels { diabetes { column = "DM", positive = ["yes"], negative = ["no"] } } } ]
        segment-means {
          file = "means.csv", delimiter = ";", patient = "pid", unit = "mL/min/g", rest = "rest_"
          unread = ["who"]
        }
        """
            + PATIENTS_CONF.formatted("UTF-8"));
    StringBuilder patients = new StringBuilder(PATIENTS_HEADER);
    Wide maps = new Wide();
    patients.append(patientRow(everywhere, "70", "F"));
    double[] rest = segments(REST);
    double[] stress = segments(STRESS);
    maps.row(everywhere, rest, stress);
    maps.row(person(patients), rest, stress); // the very same
    maps.row(person(patients), times(rest, 1.1), times(stress, 1.1)); // nearly
    for (int column : new int[] {0, 20, 50}) {
      maps.row(person(patients), cells -> cells.set(column, planted(person().name())));
    }
    maps.row(person(patients), cells -> cells.add(planted(person().birth())));
    maps.row(person(patients), cells -> cells.set(3, "NaN"));
    maps.row(person(patients), cells -> cells.set(3, "99"));
    maps.row(person(patients), times(segments(REST), 100), times(segments(STRESS), 100));
    maps.row(person(patients), cells -> cells.subList(17, 34).replaceAll(cell -> ""));
    maps.row(person(patients), cells -> cells.subList(34, 51).replaceAll(cell -> "9.5"));
    maps.row(person(patients), cells -> cells.set(0, "\"" + planted(person().address())));
    maps.row(person(patients), cells -> cells.set(0, planted(person().mail())));
    PlantedPerson twice = person(patients);
    maps.row(twice, segments(REST), segments(STRESS));
    maps.row(twice, segments(REST), segments(STRESS));
    maps.row(person(), segments(REST), segments(STRESS)); // no patient row
    person(patients); // no maps
    PlantedPerson without = person();
    patients.append(patientRow(without, without.id(), "60", without.day(), "M", "0;1"));
    PlantedPerson word = person();
    patients.append(patientRow(word, "60", word.name()));
    PlantedPerson age = person();
    patients.append(patientRow(age, age.birth(), "M"));
    PlantedPerson day = person();
    patients.append(patientRow(day, day.id(), "60", day.mail(), "M", "1;1"));
    patients.append('"').append(planted(person().id())).append(";no quote ends this\n");
    patients.append(patientRow(twice, "61", "M"));
    StringBuilder means = new StringBuilder("pid;who");
    IntStream.rangeClosed(1, 17).forEach(s -> means.append(";rest_").append(s));
    means.append('\n');
    PlantedPerson turned = person(patients);
    double[] shape = segments(REST);
    maps.row(turned, shape, segments(STRESS));
    means.append(meansRow(turned, Segment17.means(map(shape).turned(12, false))));
    PlantedPerson other = person(patients);
    maps.row(other, segments(REST), segments(STRESS));
    means.append(meansRow(other, segments(1.3 * REST)));
    write(folder.resolve("segments.csv"), maps.text.toString());
    write(folder.resolve("patients.csv"), patients.toString());
    write(folder.resolve("means.csv"), means.toString());
    write(
        folder.resolve("labs.csv"),
        "case,surname,DM\n%s,\"%s\",yes\n%s,\"%s\",%s\n%s,\"%s\",no\n"
            .formatted(
                everywhere.id(),
                everywhere.name(),
                twice.id(),
                twice.name(),
                planted(twice.phone()),
                planted(person().id()),
                planted(person().name())));
    // Beside what site.conf names, as a hospital leaves things.
    write(folder.resolve(planted(person().name()) + ".txt"), planted(person().mail()));
  }

  private String meansRow(PlantedPerson person, double[] means) {
    return person.id() + ";" + planted(person.name()) + ";" + String.join(";", cells(means)) + "\n";
  }

  private interface Change {
    void of(List<String> cells);
  }

  /** The rows of a wide table. */
  private final class Wide {

    private final StringBuilder text = new StringBuilder("pid;patient name;dob");

    Wide() {
      for (String state : List.of("rest_", "stress_", "mfr_")) {
        IntStream.rangeClosed(1, 17).forEach(s -> text.append(';').append(state).append(s));
      }
      text.append('\n');
    }

    void row(PlantedPerson person, double[] rest, double[] stress) {
      row(person, rest, stress, cells -> {});
    }

    void row(PlantedPerson person, Change change) {
      row(person, segments(REST), segments(STRESS), change);
    }

    private void row(PlantedPerson person, double[] rest, double[] stress, Change change) {
      List<String> cells = new ArrayList<>(cells(rest));
      cells.addAll(cells(stress));
      cells.addAll(cells(over(stress, rest)));
      change.of(cells);
      text.append(planted(person.id())).append(';');
      text.append(planted(person.name())).append(';').append(planted(person.birth())).append(';');
      text.append(String.join(";", cells)).append('\n');
    }
  }

  /** Latin-1 with tabs, long. */
  private void longTable(PlantedPerson everywhere) throws IOException {
    Path folder = folder("birch");
    write(
        folder.resolve("site.conf"),
        """
        site = birch, identity = identifier, format = segment-table
        maps {
          file = "long.tsv", delimiter = "\\t", charset = "ISO-8859-1", unit = "mL/min/g"
          patient = "pid", unread = ["name"]
          long { state = phase, rest = R, stress = S, segment = seg, value = mbf }
        }
        """
            + PATIENTS_CONF.formatted("ISO-8859-1"));
    StringBuilder patients = new StringBuilder(PATIENTS_HEADER);
    StringBuilder maps = new StringBuilder("pid\tname\tphase\tseg\tmbf\n");
    patients.append(patientRow(everywhere, "70", "F"));
    longRows(maps, everywhere);
    longRows(maps, person(patients));
    for (int column = 2; column < 5; column++) {
      PlantedPerson person = person(patients);
      String[] cells = {person.id(), person.name(), "R", "3", "0.8"};
      cells[column] = person.name();
      maps.append(String.join("\t", cells)).append('\n');
      if (column != 2) {
        longRows(maps, person);
      }
    }
    maps.append(planted(person().id())).append('\n');
    write(folder.resolve("long.tsv"), maps.toString(), StandardCharsets.ISO_8859_1);
    write(folder.resolve("patients.csv"), patients.toString(), StandardCharsets.ISO_8859_1);
  }

  private void longRows(StringBuilder maps, PlantedPerson person) {
    for (Map.Entry<String, Double> state : Map.of("R", REST, "S", STRESS).entrySet()) {
      List<String> values = cells(segments(state.getValue()));
      for (int s = 1; s <= 17; s++) {
        maps.append(
            String.join(
                "\t",
                planted(person.id()),
                planted(person.name()),
                state.getKey(),
                String.valueOf(s),
                values.get(s - 1) + "\n"));
      }
    }
  }

  private void polarTable() throws IOException {
    Path folder = folder("cedar");
    write(
        folder.resolve("site.conf"),
        """
        site = cedar, identity = identifier, format = polar-table
        maps {
          file = "flow.csv", delimiter = ";", unit = "mL/min/g", patient = "pid"
          unread = ["geburtsdatum"]
          state { column = "phase", rest = "R", stress = "S" }
          grid { values = "v", %s }
        }
        """
                .formatted(GridExport.PLAIN)
            + PATIENTS_CONF.formatted("UTF-8"));
    StringBuilder patients = new StringBuilder(PATIENTS_HEADER);
    StringBuilder maps = new StringBuilder("pid;geburtsdatum;phase");
    IntStream.range(0, PolarMap.SIZE).forEach(i -> maps.append(";v").append(i));
    maps.append('\n');
    for (String fault : List.of("", "value", "state")) {
      PlantedPerson person = person(patients);
      for (String state : List.of("R", "S")) {
        List<String> cells = new ArrayList<>();
        for (float value : map(segments(state.equals("R") ? REST : STRESS)).toArray()) {
          cells.add(Float.toString(value));
        }
        if (fault.equals("value")) {
          cells.set(1000, person.name());
        }
        maps.append(person.id()).append(';').append(person.birth()).append(';');
        maps.append(fault.equals("state") ? person.name() : state).append(';');
        maps.append(String.join(";", cells)).append('\n');
      }
    }
    write(folder.resolve("flow.csv"), maps.toString());
    write(folder.resolve("patients.csv"), patients.toString());
  }

  private static byte[] npy(double[] segments) {
    return npy("'shape': (30, 72), ", map(segments));
  }

  private static byte[] npy(String shape, PolarMap... maps) {
    ByteBuffer data =
        ByteBuffer.allocate(maps.length * PolarMap.SIZE * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (PolarMap map : maps) {
      for (float value : map.toArray()) {
        data.putFloat(value);
      }
    }
    return GridExport.npy(
        "{'descr': '<f4', 'fortran_order': False, " + shape + "}\n", data.array());
  }

  private static byte[] zip(String comment, Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment(comment);
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        ZipEntry entry = new ZipEntry(member.getKey());
        entry.setComment(comment);
        zip.putNextEntry(entry);
        zip.write(member.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** A folder a patient, with text, arrays and archives in it. */
  private void gridFiles() throws IOException {
    Path folder = folder("dogwood");
    write(
        folder.resolve("site.conf"),
        """
        site = dogwood, identity = identifier, format = grid-files
        maps {
          files = "maps/{patient}/{state}.*", unit = "mL/min/g", delimiter = ";"
          state { rest = R, stress = S }
          grid { %s }
        }
        """
                .formatted(GridExport.PLAIN)
            + PATIENTS_CONF.formatted("UTF-8"));
    StringBuilder patients = new StringBuilder(PATIENTS_HEADER);
    Path maps = folder.resolve("maps");
    PlantedPerson whole = person(patients);
    write(maps.resolve(whole.id()).resolve("R.npy"), npy(segments(REST)));
    write(maps.resolve(whole.id()).resolve("S.csv"), csv(segments(STRESS), "2.5"));
    PlantedPerson archived = person(patients);
    String planted = planted(person().name());
    Map<String, byte[]> members = new TreeMap<>();
    members.put("arr_0.npy", npy(segments(REST)));
    members.put(planted + ".npy", npy(segments(REST)));
    write(maps.resolve(archived.id()).resolve("R.npz"), zip(planted, members));
    write(maps.resolve(archived.id()).resolve("S.npy"), npy(segments(STRESS)));
    PlantedPerson cell = person(patients);
    write(maps.resolve(cell.id()).resolve("R.csv"), csv(segments(REST), cell.name()));
    PlantedPerson header = person(patients);
    write(
        maps.resolve(header.id()).resolve("R.npy"),
        npy("'shape': (30, 72), '" + planted(header.mail()) + "': 1, ", map(segments(REST))));
    PlantedPerson cut = person(patients);
    write(maps.resolve(cut.id()).resolve("R.npy"), Arrays.copyOf(npy(segments(REST)), 5000));
    PlantedPerson pickled = person(patients);
    write(maps.resolve(pickled.id()).resolve("R.npy"), GridExport.resource("pickle.npy"));
    PlantedPerson noMember = person(patients);
    write(
        maps.resolve(noMember.id()).resolve("S.npz"),
        zip("", Map.of(planted(noMember.phone()) + ".npy", npy(segments(STRESS)))));
    PlantedPerson text = person(patients);
    write(maps.resolve(text.id()).resolve("S.csv"), planted(text.address()));
    PlantedPerson type = person(patients);
    write(maps.resolve(type.id()).resolve("S.docx"), planted(type.name()));
    PlantedPerson state = person(patients);
    write(maps.resolve(state.id()).resolve("Q.npy"), npy(segments(STRESS)));
    write(maps.resolve("Brief an " + planted(person().name()) + ".docx"), planted(person().mail()));
    write(folder.resolve("patients.csv"), patients.toString());
  }

  private static byte[] csv(double[] segments, String cell) {
    StringBuilder text = new StringBuilder();
    float[] values = map(segments).toArray();
    for (int i = 0; i < values.length; i++) {
      text.append(i == 100 ? cell : String.valueOf(values[i]));
      text.append(i % PolarMap.SECTORS == PolarMap.SECTORS - 1 ? '\n' : ';');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** One archive a patient, named by a table. */
  private void indexedArchives() throws IOException {
    Path folder = folder("elm");
    write(
        folder.resolve("site.conf"),
        """
        site = elm, identity = identifier, format = grid-files
        maps {
          index { file = "index.csv", delimiter = ";", patient = "pid", path = "file"
            unread = ["name"] }
          members { rest = rest, stress = stress }
          unit = "mL/min/g"
          grid { %s }
        }
        """
                .formatted(GridExport.PLAIN)
            + PATIENTS_CONF.formatted("UTF-8"));
    StringBuilder patients = new StringBuilder(PATIENTS_HEADER);
    StringBuilder index = new StringBuilder("pid;name;file\n");
    for (String kind : List.of("", "gone", "out", "cut", "word")) {
      PlantedPerson person = person(patients);
      byte[] archive =
          zip(
              planted(person.mail()),
              Map.of("rest.npy", npy(segments(REST)), "stress.npy", npy(segments(STRESS))));
      String file = person.name() + ".npz";
      if (!kind.equals("gone")) {
        write(
            folder.resolve("archives").resolve(file),
            kind.equals("cut") ? Arrays.copyOf(archive, 700) : archive);
      }
      index
          .append(kind.equals("word") ? "\"" + person.id() : person.id())
          .append(";\"")
          .append(person.name())
          .append("\";")
          .append(kind.equals("out") ? "..\\elm\\archives\\" : "archives\\")
          .append(file)
          .append('\n');
    }
    write(folder.resolve("index.csv"), index.toString());
    write(folder.resolve("patients.csv"), patients.toString());
  }

  private void gridStack() throws IOException {
    Path folder = folder("fir");
    StringBuilder patients = new StringBuilder(PATIENTS_HEADER);
    PlantedPerson first = person(patients);
    PlantedPerson second = person(patients);
    String index = "pid;name\n%s;%s\n%s;%s\n";
    stack(
        folder,
        "fir",
        index.formatted(first.id(), first.name(), second.id(), second.name()),
        patients,
        first.name());
  }

  private void stack(Path folder, String site, String index, StringBuilder patients, String comment)
      throws IOException {
    write(
        folder.resolve("site.conf"),
        """
        site = %s, identity = identifier, format = grid-stack
        maps {
          index { file = "index.csv", delimiter = ";", patient = "pid", unread = ["name"] }
          file = "maps.npz", members { rest = rest, stress = stress }
          unit = "mL/min/g"
          grid { %s }
        }
        """
                .formatted(site, GridExport.PLAIN)
            + PATIENTS_CONF.formatted("UTF-8"));
    write(
        folder.resolve("maps.npz"),
        zip(
            comment,
            Map.of(
                "rest.npy",
                npy("'shape': (2, 30, 72), ", map(segments(REST)), map(segments(REST))),
                "stress.npy",
                npy("'shape': (2, 30, 72), ", map(segments(STRESS)), map(segments(STRESS))))));
    write(folder.resolve("index.csv"), index);
    write(folder.resolve("patients.csv"), patients.toString());
  }

  // Pictures

  private static DrawnMap drawn(double[] segments) {
    return new DrawnMap(100, DrawnMap::jet, 5).map(map(segments));
  }

  private static String pictureKeys() {
    return new DrawnMap(100, DrawnMap::jet, 5).placeSettings()
        + "\ncolours { named = jet, low = 0, high = 5 }\n";
  }

  /** Spells a text in the colours of the first pixels, beside the disc. */
  private static DrawnMap burntIn(DrawnMap drawn, String text) {
    BufferedImage image = drawn.image();
    byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), text.length() * 2 + 3);
    for (int i = 0; i + 2 < bytes.length; i += 3) {
      Color colour = new Color(bytes[i] & 0xFF, bytes[i + 1] & 0xFF, bytes[i + 2] & 0xFF);
      image.setRGB(i / 3, 0, colour.getRGB());
    }
    return drawn;
  }

  /** A PNG picture with chunks of text behind its header. */
  private byte[] png(DrawnMap drawn, PlantedPerson person) throws IOException {
    byte[] png = burntIn(drawn, person.name()).png();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(png, 0, 33);
    PngFixture.chunk(
        bytes, "tEXt", ("Author\0" + person.name()).getBytes(StandardCharsets.ISO_8859_1));
    PngFixture.chunk(
        bytes,
        "iTXt",
        ("Comment\0\0\0\0\0" + planted(person.address())).getBytes(StandardCharsets.UTF_8));
    PngFixture.chunk(bytes, "eXIf", ExifFixture.exif(planted(person.mail())));
    bytes.write(png, 33, png.length - 33);
    return bytes.toByteArray();
  }

  private byte[] jpeg(DrawnMap drawn, PlantedPerson person) throws IOException {
    byte[] jpeg = drawn.jpeg(0.95f);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(jpeg, 0, 2);
    ExifFixture.segment(bytes, 0xE1, ExifFixture.exif(planted(person.mail())), "Exif\0\0");
    ExifFixture.segment(bytes, 0xFE, planted(person.name()).getBytes(StandardCharsets.UTF_8), "");
    bytes.write(jpeg, 2, jpeg.length - 2);
    return bytes.toByteArray();
  }

  private void pictures() throws IOException {
    Path folder = folder("gorse");
    write(
        folder.resolve("site.conf"),
        """
        site = gorse, identity = identifier, format = pictures
        maps {
          files = "maps/{patient}_{state}.png", unit = "mL/min/g"
          state { rest = R, stress = S }
          %s
        }
        """
                .formatted(pictureKeys())
            + PATIENTS_CONF.formatted("UTF-8"));
    StringBuilder patients = new StringBuilder(PATIENTS_HEADER);
    PlantedPerson person = person(patients);
    Path maps = folder.resolve("maps");
    write(maps.resolve(person.id() + "_R.png"), png(drawn(segments(REST)), person));
    write(maps.resolve(person.id() + "_S.png"), png(drawn(segments(STRESS)), person));
    PlantedPerson cut = person(patients);
    byte[] whole = png(drawn(segments(REST)), cut);
    write(maps.resolve(cut.id() + "_R.png"), Arrays.copyOf(whole, whole.length / 2));
    PlantedPerson grey = person(patients);
    write(
        maps.resolve(grey.id() + "_S.png"),
        png(new DrawnMap(100, DrawnMap::grey, 5).map(map(segments(STRESS))), grey));
    PlantedPerson text = person(patients);
    write(maps.resolve(text.id() + "_S.png"), planted(text.name()));
    PlantedPerson size = person(patients);
    write(
        maps.resolve(size.id() + "_S.png"),
        png(new DrawnMap(50, DrawnMap::jet, 5).map(map(segments(STRESS))), size));
    write(folder.resolve("patients.csv"), patients.toString());
  }

  private void indexedPictures() throws IOException {
    Path folder = folder("hazel");
    write(
        folder.resolve("site.conf"),
        """
        site = hazel, identity = identifier, format = pictures
        maps {
          index { file = "index.csv", delimiter = ";", patient = "pid", path = "file", state = "what" }
          unit = "mL/min/g"
          state { rest = R, stress = S }
          %s
        }
        """
                .formatted(pictureKeys())
            + PATIENTS_CONF.formatted("UTF-8"));
    StringBuilder patients = new StringBuilder(PATIENTS_HEADER);
    StringBuilder index = new StringBuilder("pid;file;what\n");
    PlantedPerson person = person(patients);
    for (String state : List.of("R", "S", person.name())) {
      String file = "pictures/" + person.name() + " " + state + ".jpg";
      double level = state.equals("R") ? REST : STRESS;
      write(folder.resolve(file), jpeg(drawn(segments(level)), person));
      index.append(person.id()).append(";\"").append(file).append("\";\"").append(state);
      index.append("\"\n");
    }
    write(folder.resolve("index.csv"), index.toString());
    write(folder.resolve("patients.csv"), patients.toString());
  }

  // DICOM

  private byte[] dicom(PlantedPerson person, double[] segments, String description) {
    person.texts().forEach(this::planted);
    return PlantedDicom.file(person, map(segments), description);
  }

  private void dicom() throws IOException {
    Path folder = folder("juniper");
    write(folder.resolve("site.conf"), dicomConf("juniper", "*.dcm", "header"));
    StringBuilder patients = new StringBuilder(PATIENTS_HEADER);
    Path maps = folder.resolve("maps");
    PlantedPerson person = person(patients);
    write(maps.resolve("1.dcm"), dicom(person, segments(REST), "REST"));
    write(maps.resolve("2 " + person.name() + ".dcm"), dicom(person, segments(STRESS), "STRESS"));
    PlantedPerson described = person(patients);
    write(maps.resolve("3.dcm"), dicom(described, segments(REST), described.name()));
    PlantedPerson cut = person(patients);
    write(maps.resolve("4.dcm"), Arrays.copyOf(dicom(cut, segments(REST), "REST"), 3000));
    PlantedPerson syntax = person(patients);
    byte[] other = dicom(syntax, segments(REST), "REST");
    byte[] named = Arrays.copyOf(syntax.id().getBytes(StandardCharsets.UTF_8), 19);
    System.arraycopy(named, 0, other, 140, named.length);
    write(maps.resolve("5.dcm"), other);
    write(maps.resolve("6.dcm"), DicomFolder.fixture("sc-rgb-jpeg.dcm"));
    for (String text : List.of("Lüdenscheidt^Müller", "Planted Street", "Private-Lüdenscheidt")) {
      planted(text);
    }
    write(folder.resolve("patients.csv"), patients.toString());
  }

  private void namedDicom() throws IOException {
    Path folder = folder("larch");
    write(
        folder.resolve("site.conf"),
        dicomConf("larch", "{patient}_{state}.dcm", "name")
            .replace("from = series-description", "from = name"));
    StringBuilder patients = new StringBuilder(PATIENTS_HEADER);
    PlantedPerson person = person(patients);
    PlantedPerson inside = person();
    Path maps = folder.resolve("maps");
    write(maps.resolve(person.id() + "_REST.dcm"), dicom(inside, segments(REST), "x"));
    write(maps.resolve(person.id() + "_STRESS.dcm"), dicom(inside, segments(STRESS), "x"));
    write(maps.resolve(planted(person().name()) + ".dcm"), dicom(inside, segments(STRESS), "x"));
    write(folder.resolve("patients.csv"), patients.toString());
  }

  private static String dicomConf(String site, String files, String from) {
    return """
        site = %s, identity = identifier, format = dicom
        maps {
          files = "maps/%s", patient-from = %s, unit = "mL/min/g"
          state { from = series-description, rest = REST, stress = STRESS }
          picture-size { width = 64, height = 64 }
          disc { centre-x = 32, centre-y = 32, radius = 32 }
        }
        """
            .formatted(site, files, from)
        + PATIENTS_CONF.formatted("UTF-8");
  }

  // Exports that cannot be read

  /** Each refused as a whole; the key is the folder. */
  private void unreadable() throws IOException {
    refused("maple", "pid;Patientenname", person -> person.name());
    refused("oak", "pid;x", PlantedPerson::mail);
    refused("olive", "pid;x", PlantedPerson::birth);
    refused("pear", "pid;x", PlantedPerson::phone);
    refused("pine", "pid;x", PlantedPerson::name);
    PlantedPerson heading = person();
    refused("plane", planted(heading.id()) + ";" + planted(heading.name()), PlantedPerson::id);
    refused("poplar", "pid;" + planted(person().birth()), PlantedPerson::name);
    PlantedPerson endless = person();
    refused("rowan", "pid;v", person -> planted(endless.name()).repeat(250_000));
    Path stack = folder("spruce");
    StringBuilder patients = new StringBuilder(PATIENTS_HEADER);
    stack(stack, "spruce", "pid;name\n" + person(patients).id() + ";x\n", patients, "");
    Path broken = folder("willow");
    write(broken.resolve("site.conf"), "site = willow\ninclude \"patients.csv\"\n");
    write(broken.resolve("patients.csv"), PATIENTS_HEADER + patientRow(heading, "1", "M"));
    write(
        folder(planted(person().name())).resolve(planted(person().phone()) + ".csv"),
        planted(person().mail()));
  }

  private interface Cell {
    String of(PlantedPerson person);
  }

  /** A wide table of rest maps with one column that site.conf does not name. */
  private void refused(String site, String header, Cell cell) throws IOException {
    Path folder = folder(site);
    write(
        folder.resolve("site.conf"),
        """
        site = %s, identity = identifier, format = segment-table
        maps {
          file = "maps.csv", delimiter = ";", unit = "mL/min/g", patient = "pid"
          segments { rest = "rest_" }
        }
        """
                .formatted(site)
            + PATIENTS_CONF.formatted("UTF-8"));
    StringBuilder patients = new StringBuilder(PATIENTS_HEADER);
    StringBuilder maps = new StringBuilder(header);
    IntStream.rangeClosed(1, 17).forEach(s -> maps.append(";rest_").append(s));
    maps.append('\n');
    for (int i = 0; i < 3; i++) {
      PlantedPerson person = person(patients);
      String shown = cell.of(person);
      maps.append(person.id()).append(';').append('"').append(shown).append('"').append(';');
      maps.append(cells(segments(REST)).stream().collect(Collectors.joining(";"))).append('\n');
      if (shown.length() < 100) {
        planted(shown);
      }
    }
    write(folder.resolve("maps.csv"), maps.toString());
    write(folder.resolve("patients.csv"), patients.toString());
  }
}

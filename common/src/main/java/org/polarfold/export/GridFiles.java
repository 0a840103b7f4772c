package org.polarfold.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarGrid;

/**
 * Arrays: one a map, or one archive of all maps a study.
 *
 * @param encoding of the files
 * @param words for each state
 * @param grid the site's grid
 */
public record GridFiles(Encoding encoding, Map<MapKind, String> words, PolarGrid grid)
    implements FileLayout {

  /** How an array is written. */
  public enum Encoding {
    /** Text, a line a ring. */
    CSV,
    /** NumPy's array. */
    NPY,
    /** NumPy's archive, with a member for each state. */
    NPZ
  }

  private static final LocalDateTime NEVER = LocalDateTime.of(1980, 1, 1, 0, 0);

  public GridFiles {
    words = new EnumMap<>(words);
  }

  @Override
  public String format() {
    return "grid-files";
  }

  @Override
  public Set<MapKind> kinds() {
    return words.keySet();
  }

  @Override
  public Set<Flaw> flaws() {
    EnumSet<Flaw> flaws =
        EnumSet.of(Flaw.NON_FINITE, Flaw.OUT_OF_RANGE, Flaw.OTHER_UNIT, Flaw.WRONG_SHAPE);
    flaws.add(encoding == Encoding.CSV ? Flaw.NON_NUMERIC : Flaw.UNREADABLE);
    return flaws;
  }

  @Override
  public Map<String, Object> conf(ExportStyle style) {
    Map<String, Object> maps = new LinkedHashMap<>();
    maps.put("unit", style.unit().symbol());
    if (encoding == Encoding.NPZ) {
      maps.put("files", "maps/{patient}.npz");
      maps.put("members", GridConf.words(words));
    } else {
      maps.put("files", "maps/{patient}_{state}." + suffix());
      maps.put("state", GridConf.words(words));
    }
    if (encoding == Encoding.CSV) {
      maps.put("charset", style.charset().name());
      maps.put("delimiter", String.valueOf(style.delimiter()));
      maps.put("decimal", String.valueOf(style.decimal()));
    }
    maps.put("grid", GridConf.of(grid));
    return maps;
  }

  private String suffix() {
    return encoding.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Map<String, byte[]> files(SentStudy study, ExportStyle style) throws IOException {
    Map<MapKind, byte[]> arrays = new EnumMap<>(MapKind.class);
    study
        .values(style.unit(), grid::fromCanonical)
        .forEach((kind, values) -> arrays.put(kind, array(study, kind, values, style)));
    Map<String, byte[]> files = new LinkedHashMap<>();
    if (encoding == Encoding.NPZ) {
      if (!arrays.isEmpty()) {
        files.put("maps/" + study.patient() + ".npz", archive(arrays));
      }
      return files;
    }
    arrays.forEach(
        (kind, array) ->
            files.put("maps/" + study.patient() + "_" + words.get(kind) + "." + suffix(), array));
    return files;
  }

  private byte[] array(SentStudy study, MapKind kind, float[] values, ExportStyle style) {
    boolean flawed = kind == study.flawed();
    int rings = grid.rings() - (flawed && study.has(Flaw.WRONG_SHAPE) ? 1 : 0);
    float[] kept = Arrays.copyOf(values, rings * grid.sectors());
    if (encoding != Encoding.CSV) {
      return Npy.file(kept, rings, grid.sectors());
    }
    List<String> cells = new ArrayList<>(kept.length);
    for (float value : kept) {
      cells.add(style.value(value, kind));
    }
    if (flawed && study.has(Flaw.NON_NUMERIC)) {
      cells.set(study.place() % cells.size(), "err");
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int ring = 0; ring < rings; ring++) {
      text.writeBytes(style.row(cells.subList(ring * grid.sectors(), (ring + 1) * grid.sectors())));
    }
    return text.toByteArray();
  }

  private byte[] archive(Map<MapKind, byte[]> arrays) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<MapKind, byte[]> array : arrays.entrySet()) {
        ZipEntry entry = new ZipEntry(words.get(array.getKey()) + ".npy");
        // The clock's time would make other bytes every day.
        entry.setTimeLocal(NEVER);
        zip.putNextEntry(entry);
        zip.write(array.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}

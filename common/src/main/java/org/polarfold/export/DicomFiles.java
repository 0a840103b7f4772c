package org.polarfold.export;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarGrid;

/**
 * DICOM files that name the patient in their header.
 *
 * @param kind of object
 * @param runLengths whether frames are in runs of bytes (RLE); never of parametric maps, whose
 *     floats are not compressed
 * @param words for each state: series descriptions
 * @param grid the site's grid, rings as rows; secondary captures show a disc instead
 * @param radius of that disc, 20 to 500 pixels
 */
public record DicomFiles(
    Kind kind, boolean runLengths, Map<MapKind, String> words, PolarGrid grid, int radius)
    implements FileLayout {

  /** The object that holds the maps. */
  public enum Kind {
    /** Floats, one file a state, with a real-world value mapping. */
    PARAMETRIC_MAP,
    /** Whole numbers with a slope, all states in frames of one file. */
    NUCLEAR_MEDICINE,
    /** A grey disc of whole numbers with a slope, one file a state. */
    SECONDARY_CAPTURE
  }

  /** One step of the stored numbers, of what the unit makes of one mL/min/g. */
  static final double STEP = 0.002;

  public DicomFiles {
    words = new EnumMap<>(words);
  }

  @Override
  public String format() {
    return "dicom";
  }

  @Override
  public Set<MapKind> kinds() {
    return words.keySet();
  }

  @Override
  public Set<Flaw> flaws() {
    EnumSet<Flaw> flaws =
        EnumSet.of(Flaw.REPEATED, Flaw.WRONG_SHAPE, Flaw.UNREADABLE, Flaw.UNSUPPORTED_ENCODING);
    if (kind != Kind.SECONDARY_CAPTURE) {
      // One pixel among the many that make a value of the disc is no value.
      flaws.add(Flaw.OUT_OF_RANGE);
    }
    if (kind == Kind.PARAMETRIC_MAP) {
      // Whole numbers of 16 bits hold neither.
      flaws.add(Flaw.NON_FINITE);
      flaws.add(Flaw.OTHER_UNIT);
    }
    return flaws;
  }

  @Override
  public boolean mayLackAState() {
    return kind != Kind.NUCLEAR_MEDICINE;
  }

  @Override
  public Map<String, Object> conf(ExportStyle style) {
    Map<String, Object> maps = new LinkedHashMap<>();
    maps.put("files", "maps/*.dcm");
    maps.put("patient-from", "header");
    maps.put("unit", style.unit().symbol());
    if (kind == Kind.NUCLEAR_MEDICINE) {
      Map<String, Object> frames = new LinkedHashMap<>();
      words.keySet().forEach(state -> frames.put(state.key(), frames.size() + 1));
      maps.put("frames", frames);
    } else {
      Map<String, Object> state = GridConf.words(words);
      state.put("from", "series-description");
      maps.put("state", state);
    }
    if (kind == Kind.SECONDARY_CAPTURE) {
      maps.put("picture-size", Map.of("width", 2 * radius, "height", 2 * radius));
      maps.put("disc", Map.of("centre-x", radius, "centre-y", radius, "radius", radius));
    } else {
      Map<String, Object> laid = GridConf.of(grid);
      laid.put("rows", "rings");
      maps.put("grid", laid);
    }
    return maps;
  }

  @Override
  public Map<String, byte[]> files(SentStudy study, ExportStyle style) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    DicomObject object = new DicomObject(this, style.unit(), study);
    byte[] last = new byte[0];
    if (kind == Kind.NUCLEAR_MEDICINE && !study.maps().isEmpty()) {
      last = object.file(List.copyOf(study.maps().keySet()), false);
      files.put(name(study, "all"), last);
    } else {
      for (MapKind state : study.maps().keySet()) {
        last = object.file(List.of(state), false);
        files.put(name(study, state.key()), last);
      }
    }
    if (study.has(Flaw.REPEATED)) {
      files.put(name(study, "copy"), last);
    } else if (study.has(Flaw.UNSUPPORTED_ENCODING)) {
      files.put(name(study, "jpeg"), object.file(List.of(study.flawed()), true));
    } else if (study.has(Flaw.UNREADABLE) && !runLengths) {
      // Cut short, such a file names nobody; one in run lengths still does, and is cut itself.
      files.put(name(study, "cut"), last);
    }
    return files;
  }

  /** Archives number their files; whose they are stands in the header. */
  private static String name(SentStudy study, String which) {
    return String.format(Locale.ROOT, "maps/IM%07d-%s.dcm", study.number() + 1, which);
  }
}

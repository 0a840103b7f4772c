package org.polarfold.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.polarfold.experiment.Settings;
import org.polarfold.study.GridResampling;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.Quantity;

/**
 * One file a patient and state, or one a patient with all states: a text of rings by sectors
 * ({@code .csv}, {@code .tsv}, {@code .txt}), an array of NumPy's ({@code .npy}) or an archive of
 * such arrays ({@code .npz}).
 *
 * @param files which there are, and whose
 * @param unit of rest and stress
 * @param words what a state is called: in names of files or the index, or of members
 * @param content what one file holds
 * @param csv how text is written
 * @param grid the site's grid
 */
record GridFiles(
    StudyFiles files, MapUnit unit, StateWords words, Content content, GridCsv csv, PolarGrid grid)
    implements MapLayout {

  /** What one file holds. */
  enum Content {
    ONE_STATE,
    /** An archive with one member a state. */
    ALL_STATES
  }

  /** The member of an archive of one array that NumPy was given no name for. */
  private static final String UNNAMED = "arr_0";

  static GridFiles of(Settings maps, ExportFolder folder) {
    MapUnit unit = MapUnit.of(maps);
    Content content = maps.has("members") ? Content.ALL_STATES : Content.ONE_STATE;
    StateWords words =
        StateWords.of(
            maps.block(content == Content.ALL_STATES ? "members" : "state"), unit.quantity());
    StudyFiles files =
        StudyFiles.of(
            maps, folder, content == Content.ALL_STATES ? Optional.empty() : Optional.of(words));
    if (files instanceof PatternedFiles named && !named.pattern().namesPatient()) {
      throw maps.invalid("files", "{patient} in it");
    }
    return new GridFiles(
        files, unit, words, content, GridCsv.of(maps), GridSettings.of(maps.block("grid")));
  }

  @Override
  public String format() {
    return "grid-files";
  }

  @Override
  public Quantity quantity() {
    return unit.quantity();
  }

  @Override
  public Set<MapKind> states() {
    return words.states();
  }

  @Override
  public SiteExportReader open() {
    GridResampling ontoCanonical = grid.ontoCanonical();
    return files.reader(file -> new SentFile(file, ontoCanonical));
  }

  private final class SentFile implements SentMaps {

    private final StudyFile file;
    private final GridResampling ontoCanonical;

    SentFile(StudyFile file, GridResampling ontoCanonical) {
      this.file = file;
      this.ontoCanonical = ontoCanonical;
    }

    @Override
    public RecordPlace place() {
      return file.place();
    }

    @Override
    public String identifier() throws RecordFlaw {
      return file.identifier().orElseThrow();
    }

    @Override
    public Set<MapKind> kinds() throws RecordFlaw {
      return file.state().map(Set::of).orElse(states());
    }

    @Override
    public SentMap map(MapKind kind) throws RecordFlaw {
      double[] values;
      try {
        values = values(file.path(), kind);
      } catch (IOException e) {
        // Its own words may hold the file's name.
        throw new RecordFlaw(
            RejectionReason.UNREADABLE_FILE, "the file: expected it whole and of its format");
      }
      return SentMap.of(ontoCanonical.canonical(unit.checked(values, kind, i -> cell(grid, i))));
    }

    private double[] values(Path path, MapKind kind) throws IOException, RecordFlaw {
      String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
      String extension = name.substring(name.lastIndexOf('.') + 1);
      if (extension.equals("npz")) {
        try (ZipMembers archive = ZipMembers.open(path);
            InputStream in = archive.read(archive.member(member(kind)))) {
          return NpyMap.read(in, grid);
        }
      }
      if (content == Content.ALL_STATES) {
        throw unsupported(".npz, as maps.members says");
      }
      try (InputStream in = Files.newInputStream(path)) {
        return switch (extension) {
          case "npy" -> NpyMap.read(in, grid);
          case "csv", "tsv", "txt" -> csv.read(in, grid, kind);
          default -> throw unsupported(".csv, .tsv, .txt, .npy or .npz");
        };
      }
    }

    private String member(MapKind kind) {
      return (content == Content.ALL_STATES
              ? Objects.requireNonNull(words.words().get(kind))
              : UNNAMED)
          + ".npy";
    }
  }

  /** What the place of a value is called, rings and sectors counted from 1 as they come. */
  static String cell(PolarGrid grid, int i) {
    return "ring " + (i / grid.sectors() + 1) + ", sector " + (i % grid.sectors() + 1);
  }

  private static RecordFlaw unsupported(String expected) {
    return new RecordFlaw(
        RejectionReason.UNSUPPORTED_ENCODING, "the file's name: expected it to end in " + expected);
  }
}

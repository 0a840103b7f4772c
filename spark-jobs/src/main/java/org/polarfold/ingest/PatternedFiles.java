package org.polarfold.ingest;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.experiment.Settings;
import org.polarfold.ingest.FilePattern.Captured;
import org.polarfold.study.MapKind;

/**
 * Files whose names say whose they are. Everything below the folders that the pattern begins with
 * is listed, folder by folder, names in the order of their bytes (in UTF-8 that of code points);
 * what does not fit the pattern is listed as well and rejected, for it would be lost otherwise.
 * Hidden files and folders, site.conf and what site.conf says is no map are none of it.
 *
 * @param folder the site's
 * @param pattern of paths inside the folder
 * @param notMaps patterns of other files that may lie there
 * @param words what a state is called in names
 */
record PatternedFiles(
    ExportFolder folder, FilePattern pattern, List<FilePattern> notMaps, Optional<StateWords> words)
    implements StudyFiles {

  static PatternedFiles of(Settings maps, ExportFolder folder, Optional<StateWords> words) {
    FilePattern pattern = FilePattern.of(maps, "files", words);
    if (!pattern.namesState() && words.isPresent() && words.get().states().size() > 1) {
      throw maps.invalid("files", "{state} in it, for there is more than one state");
    }
    PatternedFiles files =
        new PatternedFiles(folder, pattern, FilePattern.uncaptured(maps, "not-maps"), words);
    if (!folder.holdsFolder(files.root())) {
      throw maps.invalid("files", "a folder inside this folder before the first gap");
    }
    return files;
  }

  /** The folder that all files lie below. */
  private Path root() {
    Path root = folder.path();
    for (String name : rootNames()) {
      root = root.resolve(name);
    }
    return root;
  }

  private List<String> rootNames() {
    return pattern.segments().stream()
        .limit(pattern.literalFolders())
        .map(FilePattern.Segment::text)
        .toList();
  }

  @Override
  public Listing list() {
    return new Walk();
  }

  /** The files of a folder and its folders; the names of one open folder a level are held. */
  private final class Walk implements Listing {

    /**
     * A folder that is being listed.
     *
     * @param names its segments below the site's folder
     * @param left names in it that are still to come
     */
    private record Level(Path path, List<String> names, Deque<Path> left) {}

    private final Deque<Level> levels = new ArrayDeque<>();
    private boolean begun;
    private long ordinal;
    private @Nullable StudyFile ready;

    @Override
    public boolean hasNext() {
      if (!begun) {
        begun = true;
        levels.push(new Level(root(), rootNames(), sorted(root())));
      }
      while (ready == null && !levels.isEmpty()) {
        Level level = levels.element();
        if (level.left().isEmpty()) {
          levels.pop();
        } else {
          visit(level, level.left().remove());
        }
      }
      return ready != null;
    }

    @Override
    public StudyFile next() {
      if (!hasNext() || ready == null) {
        throw new NoSuchElementException();
      }
      StudyFile file = ready;
      ready = null;
      return file;
    }

    private void visit(Level level, Path name) {
      List<String> names = new ArrayList<>(level.names());
      names.add(name.toString());
      if (names.equals(List.of(SiteConf.NAME))
          || notMaps.stream().anyMatch(other -> other.captured(names).isPresent())) {
        return;
      }
      Path path = level.path().resolve(name);
      Found found = found(path);
      if (found == Found.FOLDER && names.size() < FilePattern.DEEPEST) {
        levels.push(new Level(path, names, sorted(path)));
      } else {
        ordinal++;
        RecordPlace place =
            new RecordPlace(folder.path().getFileName() + "/" + pattern.text(), ordinal);
        ready = new Named(place, path, found, pattern.captured(names));
      }
    }

    private Found found(Path path) {
      try {
        BasicFileAttributes seen =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (seen.isDirectory()) {
          return Found.FOLDER;
        }
        // A folder that is a link is never walked, so that no path comes twice and none for ever.
        // What is no link, in a folder that is none, lies where its path says.
        return seen.isRegularFile() || (seen.isSymbolicLink() && folder.holds(path))
            ? Found.FILE
            : Found.NEITHER;
      } catch (IOException e) {
        return Found.NEITHER;
      }
    }

    private Deque<Path> sorted(Path of) {
      // Kept as paths, for a name in another character set cannot be made one again from its text.
      List<Path> names = new ArrayList<>();
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(of)) {
        for (Path entry : entries) {
          Path name = entry.getFileName();
          if (name.toString().charAt(0) != '.') {
            names.add(name);
          }
        }
      } catch (IOException | DirectoryIteratorException e) {
        // The folder's own name may be a patient's, and so may what the cause says.
        throw new UserException(
            "Cannot read a folder of "
                + folder.path().getFileName()
                + "/"
                + pattern.text()
                + " (expected folders that are readable and stay)");
      }
      Collections.sort(names);
      return new ArrayDeque<>(names);
    }

    @Override
    public void close() {
      levels.clear();
    }
  }

  private enum Found {
    FILE,
    FOLDER,
    NEITHER
  }

  /** A file, or what lies where one should. */
  private final class Named implements StudyFile {

    private final RecordPlace place;
    private final Path path;
    private final Found found;
    private final Optional<Captured> captured;

    Named(RecordPlace place, Path path, Found found, Optional<Captured> captured) {
      this.place = place;
      this.path = path;
      this.found = found;
      this.captured = captured;
    }

    @Override
    public RecordPlace place() {
      return place;
    }

    private Captured fitting() throws RecordFlaw {
      return captured.orElseThrow(
          () ->
              new RecordFlaw(
                  RejectionReason.UNREADABLE_RECORD,
                  "a file's name: expected it to fit "
                      + pattern.text()
                      + " in one way"
                      + (pattern.namesState()
                          ? ", the state one of "
                              + String.join(", ", words.map(StateWords::all).orElse(List.of()))
                          : "")));
    }

    @Override
    public Optional<String> identifier() throws RecordFlaw {
      Optional<String> text = fitting().patient().map(String::strip);
      if (text.isPresent() && !TableRow.isIdentifier(text.get())) {
        throw new RecordFlaw(
            RejectionReason.UNREADABLE_RECORD,
            "{patient} in a file's name: expected 1 to "
                + TableRow.LONGEST_IDENTIFIER
                + " characters, none of control");
      }
      return text;
    }

    @Override
    public Optional<MapKind> state() throws RecordFlaw {
      Captured fitting = fitting();
      return words.map(
          known ->
              fitting
                  .state()
                  .flatMap(known::state)
                  .orElseGet(() -> known.states().iterator().next()));
    }

    @Override
    public Path path() throws RecordFlaw {
      fitting();
      if (found != Found.FILE) {
        throw new RecordFlaw(
            RejectionReason.UNREADABLE_FILE, "the file: expected a file inside the site's folder");
      }
      return path;
    }
  }
}

package org.polarfold.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.polarfold.UserException;

/** The file system under a lake: what is refused is thrown, and told in one line. */
final class LakeFiles {

  private static final int LONGEST_TEXT = 64 << 20;

  private final Path root;
  private final FileSystem files;
  private final Action<FolderLock> locks;

  /**
   * @param files whose {@code rename} is one step: {@link LocalFiles} or HDFS
   * @param locks gives the lake's lock to one at a time
   */
  LakeFiles(Path root, FileSystem files, Action<FolderLock> locks) {
    this.root = root;
    this.files = files;
    this.locks = locks;
  }

  /** With the file system's own locks. */
  static LakeFiles on(FileSystem files, Path lake) {
    Path root = files.makeQualified(lake);
    return new LakeFiles(
        root, files, () -> FolderLock.take(FolderLock.Use.LAKE, root, files.getConf()));
  }

  static LakeFiles at(String lake, Configuration hadoop) {
    try {
      FileSystem files = new Path(lake).getFileSystem(hadoop);
      return on(
          files.getUri().getScheme().equals("file") ? LocalFiles.of(hadoop) : files,
          new Path(lake));
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "Cannot open the lake: " + lake + " (expected a folder on a file system that answers)",
          e);
    }
  }

  Path root() {
    return root;
  }

  Path entry(String name) {
    return new Path(root, name);
  }

  /** An entry that no other process has or will have. */
  Path ownEntry(String prefix) {
    return entry(prefix + "-" + UUID.randomUUID());
  }

  /** The entries of a prefix; none where there is no lake. */
  List<Path> entries(String prefix) throws IOException {
    List<Path> entries = new ArrayList<>();
    try {
      for (FileStatus status : files.listStatus(root)) {
        if (status.getPath().getName().startsWith(prefix)) {
          entries.add(status.getPath());
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return entries;
  }

  /**
   * The lock of the lake, whose folder is there.
   *
   * @throws UserException where another holds it
   */
  FolderLock lock() throws IOException {
    return locks.run();
  }

  boolean has(Path path) throws IOException {
    return files.exists(path);
  }

  /** The names of the files in a folder. */
  List<String> filesIn(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    for (FileStatus status : files.listStatus(folder)) {
      if (status.isFile()) {
        names.add(status.getPath().getName());
      }
    }
    return names;
  }

  String read(Path path) throws IOException {
    try (InputStream stream = files.open(path)) {
      return new String(stream.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
    }
  }

  void write(Path path, String text) throws IOException {
    try (OutputStream stream = files.create(path, true)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  void makeFolder(Path path) throws IOException {
    if (!files.mkdirs(path)) {
      throw new IOException("mkdirs " + path);
    }
  }

  void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("rename " + from + " to " + to);
    }
  }

  /** With everything in it; nothing where it is not there. */
  void delete(Path path) throws IOException {
    if (!files.delete(path, true) && files.exists(path)) {
      throw new IOException("delete " + path);
    }
  }

  /** What is done to files, for a result. */
  interface Action<T> {
    T run() throws IOException;
  }

  /** What is done to files. */
  interface Change {
    void run() throws IOException;
  }

  /**
   * Does it, and tells the user where the file system refuses.
   *
   * @param verb what cannot be done to the lake then
   */
  <T> T told(String verb, Action<T> action) {
    try {
      return action.run();
    } catch (IOException | UncheckedIOException e) {
      throw new UserException(
          "Cannot "
              + verb
              + " the lake: "
              + root
              + " ("
              + reason(e)
              + "; expected a file system that answers, has room, and may be changed)",
          e);
    }
  }

  /** In words where there are some, and never more than a line. */
  private static String reason(Exception e) {
    if (e instanceof FileAlreadyExistsException || e instanceof ParentNotDirectoryException) {
      return "there is a file of this name, or of a folder's name above it";
    }
    if (e instanceof AccessControlException) {
      return "no permission";
    }
    return e instanceof FileSystemException local && local.getReason() != null
        ? local.getReason()
        : e.getClass().getSimpleName();
  }

  /** The same without a result. */
  void change(String verb, Change change) {
    told(
        verb,
        () -> {
          change.run();
          return this;
        });
  }
}

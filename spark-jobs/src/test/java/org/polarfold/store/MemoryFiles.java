package org.polarfold.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Files in memory, for thousands of lakes a second. What is done to them does what HDFS does, where
 * a lock may pass to another: a rename onto a folder goes into it, one whose end cannot be reached
 * says {@code false}, and who writes to a file that is gone is told so.
 */
final class MemoryFiles extends FileSystem {

  private static final URI ADDRESS = URI.create("memory:///");

  /** A file and what it holds so far, or a folder. */
  private static final class Entry {

    private final boolean folder;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile boolean gone;

    Entry(boolean folder) {
      this.folder = folder;
    }
  }

  private final NavigableMap<String, Entry> entries = new TreeMap<>();

  MemoryFiles() {
    setConf(new Configuration(false));
    entries.put("/", new Entry(true));
  }

  private static String name(Path path) {
    return path.toUri().getPath();
  }

  private boolean has(String name) {
    return entries.containsKey(name);
  }

  private Entry entry(Path path) throws FileNotFoundException {
    Entry entry = entries.get(name(path));
    if (entry == null) {
      throw new FileNotFoundException("File does not exist: " + path);
    }
    return entry;
  }

  /** What is in a folder, all the way down. */
  private NavigableMap<String, Entry> inside(String folder) {
    String slash = folder.equals("/") ? "/" : folder + "/";
    return entries.subMap(slash, false, slash + Character.MAX_VALUE, false);
  }

  @Override
  public URI getUri() {
    return ADDRESS;
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path("memory:/");
  }

  @Override
  public void setWorkingDirectory(Path folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized boolean mkdirs(Path path, FsPermission permission) throws IOException {
    for (Path folder = path; folder != null; folder = folder.getParent()) {
      if (has(name(folder)) && !entry(folder).folder) {
        throw new ParentNotDirectoryException(folder + " is a file");
      }
    }
    for (Path folder = path; folder != null; folder = folder.getParent()) {
      entries.putIfAbsent(name(folder), new Entry(true));
    }
    return true;
  }

  @Override
  public synchronized boolean rename(Path from, Path to) throws IOException {
    String source = name(from);
    Path end = has(name(to)) && entry(to).folder ? new Path(to, from.getName()) : to;
    String target = name(end);
    Path parent = end.getParent();
    if (!has(source)
        || has(target)
        || parent == null
        || !has(name(parent))
        || !entry(parent).folder
        || target.startsWith(source + "/")) {
      return false;
    }
    Map<String, Entry> moved = new TreeMap<>(inside(source));
    entries.put(target, entry(from));
    moved.forEach((name, entry) -> entries.put(target + name.substring(source.length()), entry));
    entries.remove(source);
    entries.keySet().removeAll(moved.keySet());
    return true;
  }

  @Override
  public synchronized boolean delete(Path path, boolean recursive) throws IOException {
    if (!has(name(path))) {
      return false;
    }
    Map<String, Entry> inside = inside(name(path));
    if (!inside.isEmpty() && !recursive) {
      throw new IOException(path + " is not empty");
    }
    inside.values().forEach(entry -> entry.gone = true);
    inside.clear();
    entry(path).gone = true;
    entries.remove(name(path));
    return true;
  }

  @Override
  public synchronized FileStatus[] listStatus(Path path) throws IOException {
    if (!entry(path).folder) {
      return new FileStatus[] {getFileStatus(path)};
    }
    List<FileStatus> found = new ArrayList<>();
    for (String name : inside(name(path)).keySet()) {
      Path child = new Path("memory:" + name);
      if (path.equals(child.getParent())) {
        found.add(getFileStatus(child));
      }
    }
    return found.toArray(FileStatus[]::new);
  }

  @Override
  public synchronized FileStatus getFileStatus(Path path) throws IOException {
    Entry entry = entry(path);
    return new FileStatus(entry.bytes.size(), entry.folder, 1, 1, 0, path);
  }

  @Override
  public synchronized FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    if (has(name(path)) && (entry(path).folder || !overwrite)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Path parent = path.getParent();
    if (parent != null) {
      mkdirs(parent, permission);
    }
    delete(path, false);
    Entry entry = new Entry(false);
    entries.put(name(path), entry);
    return new FSDataOutputStream(new Writing(entry), null);
  }

  private static final class Writing extends OutputStream {

    private final Entry entry;

    Writing(Entry entry) {
      this.entry = entry;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (entry.gone) {
        throw new FileNotFoundException("File does not exist; its writer has no lease");
      }
      entry.bytes.write(bytes, from, length);
    }
  }

  @Override
  public synchronized FSDataInputStream open(Path path, int buffer) throws IOException {
    if (entry(path).folder) {
      throw new FileNotFoundException(path + " is a folder");
    }
    return new FSDataInputStream(new Reading(entry(path).bytes.toByteArray()));
  }

  /** From the beginning to the end, which is how a lake's texts are read. */
  private static final class Reading extends ByteArrayInputStream
      implements Seekable, PositionedReadable {

    Reading(byte[] bytes) {
      super(bytes);
    }

    @Override
    public void seek(long to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long getPos() {
      return pos;
    }

    @Override
    public boolean seekToNewSource(long to) {
      return false;
    }

    @Override
    public int read(long at, byte[] into, int from, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void readFully(long at, byte[] into, int from, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void readFully(long at, byte[] into) {
      throw new UnsupportedOperationException();
    }
  }

  @Override
  public FSDataOutputStream append(Path path, int buffer, Progressable progress) {
    throw new UnsupportedOperationException();
  }
}

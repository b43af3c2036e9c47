// A stand-in for NVIDIA's driver library, with which .ci/run tries the calls of NativeCudaDriver without a GPU: that the functions are found
// under their exported names, and that every argument arrives in its place and width. Memory is the host's, kernels do nothing. What is asked
// wrongly, or left behind at the end, is written to standard error as "stub driver: ..." and the process aborts. OLDER_THAN_CUDA_11_4 leaves out
// what such drivers lack.
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int result;
typedef uint64_t address;

enum { DEVICE = 3, MAGIC_CONTEXT = 1, MAGIC_STREAM, MAGIC_EVENT, MAGIC_LINK, MAGIC_MODULE, MAGIC_GRAPH, MAGIC_EXECUTABLE, MAGIC_FUNCTION, KINDS };

struct object {
    int kind;
    int recorded; // launches of a graph; of a stream, 1 more than it has recorded while it is captured
    char text[64];
};

static const char *kinds[KINDS] = { "", "context", "stream", "event", "link", "module", "graph", "executable graph", "function" };
static int living[KINDS], blocks, host_blocks, launches, graph_launches, retained;
static int copies; // out of ordinary memory, which may still be on their way until the default stream was waited for
static struct object *context;
static __thread int depth;

#define REQUIRE(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "stub driver: %s: %s\n", __func__, #condition); \
            abort(); \
        } \
    } while (0)
#define CURRENT REQUIRE(depth > 0)

static void *make(int kind) {
    struct object *made = calloc(1, sizeof *made);
    made->kind = kind;
    __sync_fetch_and_add(&living[kind], 1);
    return made;
}

static result destroy(struct object *object, int kind) {
    REQUIRE(object && object->kind == kind);
    object->kind = 0;
    __sync_fetch_and_sub(&living[kind], 1);
    return 0;
}

__attribute__((destructor)) static void report(void) {
    for (int kind = 1; kind < MAGIC_FUNCTION; kind++)
        if (living[kind]) {
            fprintf(stderr, "stub driver: %d %s left behind\n", living[kind], kinds[kind]);
            abort();
        }
    REQUIRE(blocks == 0 && host_blocks == 0);
    fprintf(stderr, "stub driver: %d launches, %d of graphs\n", launches, graph_launches);
}

result cuGetErrorName(result error, const char **name) { *name = "CUDA_ERROR_STUB"; return error ? 0 : 1; }
result cuInit(unsigned flags) { REQUIRE(flags == 0); return 0; }
result cuDriverGetVersion(int *version) { *version = 12080; return 0; }
result cuDeviceGetCount(int *count) { *count = 1; return 0; }
result cuDeviceGet(int *device, int ordinal) { REQUIRE(ordinal == 0); *device = DEVICE; return 0; }
result cuDeviceGetName(char *name, int length, int device) { REQUIRE(device == DEVICE); snprintf(name, length, "Stub GPU"); return 0; }
result cuDeviceTotalMem_v2(size_t *bytes, int device) { REQUIRE(device == DEVICE); *bytes = (size_t)8 << 30; return 0; }

result cuDeviceGetAttribute(int *value, int attribute, int device) {
    REQUIRE(device == DEVICE);
    // Of compute capability 8.0, with 100 multiprocessors at 1.5 GHz.
    *value = attribute == 75 ? 8 : attribute == 76 ? 0 : attribute == 16 ? 100 : attribute == 13 ? 1500000 : 1;
    return 0;
}

result cuDevicePrimaryCtxRetain(struct object **made, int device) {
    REQUIRE(device == DEVICE);
    *made = context = retained++ ? context : make(MAGIC_CONTEXT);
    return 0;
}

result cuDevicePrimaryCtxRelease_v2(int device) {
    REQUIRE(device == DEVICE && retained > 0);
    if (--retained)
        return 0;
    result released = destroy(context, MAGIC_CONTEXT);
    context = NULL;
    return released;
}

result cuCtxPushCurrent_v2(struct object *pushed) { REQUIRE(pushed && pushed == context); depth++; return 0; }
result cuCtxPopCurrent_v2(struct object **popped) { CURRENT; depth--; *popped = context; return 0; }
result cuCtxGetDevice(int *device) { CURRENT; *device = DEVICE; return 0; }
result cuMemGetInfo_v2(size_t *available, size_t *total) { CURRENT; *available = *total = (size_t)8 << 30; return 0; }

result cuMemGetAddressRange_v2(address *start, size_t *bytes, address within) {
    CURRENT;
    REQUIRE(start && bytes && within);
    *start = within;
    *bytes = (size_t)1 << 30;
    return 0;
}

result cuMemAlloc_v2(address *made, size_t bytes) {
    CURRENT;
    REQUIRE(bytes > 0 && bytes < (size_t)1 << 31);
    *made = (address)calloc(1, bytes);
    __sync_fetch_and_add(&blocks, 1);
    return 0;
}

result cuMemFree_v2(address block) { CURRENT; REQUIRE(block); free((void *)block); __sync_fetch_and_sub(&blocks, 1); return 0; }

result cuMemHostAlloc(void **made, size_t bytes, unsigned flags) {
    CURRENT;
    REQUIRE(bytes > 0 && bytes < (size_t)1 << 30 && flags <= 7);
    *made = calloc(1, bytes);
    __sync_fetch_and_add(&host_blocks, 1);
    return 0;
}

result cuMemFreeHost(void *block) { CURRENT; REQUIRE(block); free(block); __sync_fetch_and_sub(&host_blocks, 1); return 0; }

static result copy(void *target, const void *source, size_t bytes) { REQUIRE(bytes > 0); memcpy(target, source, bytes); return 0; }

// A device copies while its caller goes on: here only the ends are touched, so that the caller's own time can be measured.
static result copy_ends(char *target, const char *source, size_t bytes) {
    REQUIRE(bytes > 0);
    target[0] = source[0];
    target[bytes - 1] = source[bytes - 1];
    return 0;
}

static void require(struct object *object, int kind) { REQUIRE(object && object->kind == kind); }

result cuMemcpyHtoD_v2(address target, const void *source, size_t bytes) {
    CURRENT;
    __sync_fetch_and_add(&copies, 1);
    return copy((void *)target, source, bytes);
}

result cuMemcpyHtoDAsync_v2(address target, const void *source, size_t bytes, struct object *stream) {
    CURRENT;
    require(stream, MAGIC_STREAM);
    return copy_ends((void *)target, source, bytes);
}

result cuMemcpyDtoHAsync_v2(void *target, address source, size_t bytes, struct object *stream) {
    CURRENT;
    require(stream, MAGIC_STREAM);
    return copy_ends(target, (void *)source, bytes);
}

result cuMemcpyDtoDAsync_v2(address target, address source, size_t bytes, struct object *stream) {
    CURRENT;
    require(stream, MAGIC_STREAM);
    return copy_ends((void *)target, (void *)source, bytes);
}

result cuStreamCreate(struct object **made, unsigned flags) { CURRENT; REQUIRE(flags <= 1); *made = make(MAGIC_STREAM); return 0; }
result cuStreamDestroy_v2(struct object *stream) { CURRENT; return destroy(stream, MAGIC_STREAM); }

result cuStreamSynchronize(struct object *stream) {
    CURRENT;
    if (!stream) {
        copies = 0;
        return 0;
    }
    require(stream, MAGIC_STREAM);
    REQUIRE(!stream->recorded);
    return 0;
}

result cuStreamBeginCapture_v2(struct object *stream, int mode) {
    CURRENT;
    require(stream, MAGIC_STREAM);
    REQUIRE(mode == 2 && !stream->recorded);
    stream->recorded = 1;
    return 0;
}

result cuStreamEndCapture(struct object *stream, struct object **graph) {
    CURRENT;
    require(stream, MAGIC_STREAM);
    REQUIRE(stream->recorded);
    *graph = make(MAGIC_GRAPH);
    (*graph)->recorded = stream->recorded - 1;
    stream->recorded = 0;
    return 0;
}

static result instantiate(struct object **executable, struct object *graph) {
    require(graph, MAGIC_GRAPH);
    *executable = make(MAGIC_EXECUTABLE);
    (*executable)->recorded = graph->recorded;
    return 0;
}

#ifndef OLDER_THAN_CUDA_11_4
result cuGraphInstantiateWithFlags(struct object **executable, struct object *graph, uint64_t flags) {
    CURRENT;
    REQUIRE(flags == 0);
    return instantiate(executable, graph);
}
#endif

result cuGraphInstantiate_v2(struct object **executable, struct object *graph, void **error_node, char *log, size_t bytes) {
    CURRENT;
    REQUIRE(!error_node && !log && bytes == 0);
    return instantiate(executable, graph);
}

result cuGraphLaunch(struct object *executable, struct object *stream) {
    CURRENT;
    require(executable, MAGIC_EXECUTABLE);
    require(stream, MAGIC_STREAM);
    REQUIRE(!stream->recorded && !copies);
    __sync_fetch_and_add(&launches, executable->recorded);
    __sync_fetch_and_add(&graph_launches, 1);
    return 0;
}

result cuGraphDestroy(struct object *graph) { CURRENT; return destroy(graph, MAGIC_GRAPH); }
result cuGraphExecDestroy(struct object *executable) { CURRENT; return destroy(executable, MAGIC_EXECUTABLE); }

result cuStreamWaitEvent(struct object *stream, struct object *event, unsigned flags) {
    CURRENT;
    require(stream, MAGIC_STREAM);
    require(event, MAGIC_EVENT);
    REQUIRE(flags == 0);
    return 0;
}

result cuEventCreate(struct object **made, unsigned flags) { CURRENT; REQUIRE(flags <= 7); *made = make(MAGIC_EVENT); return 0; }
result cuEventRecord(struct object *event, struct object *stream) { CURRENT; require(event, MAGIC_EVENT); require(stream, MAGIC_STREAM); return 0; }
result cuEventSynchronize(struct object *event) { CURRENT; require(event, MAGIC_EVENT); return 0; }
result cuEventDestroy_v2(struct object *event) { CURRENT; return destroy(event, MAGIC_EVENT); }

result cuEventElapsedTime(float *milliseconds, struct object *start, struct object *end) {
    require(start, MAGIC_EVENT);
    require(end, MAGIC_EVENT);
    *milliseconds = 0.25f;
    return 0;
}

result cuLinkCreate_v2(unsigned count, const int *options, void **values, struct object **made) {
    CURRENT;
    for (unsigned i = 0; i < count; i++)
        REQUIRE(options[i] > 0 && options[i] < 64 && values[i]);
    *made = make(MAGIC_LINK);
    return 0;
}

result cuLinkAddData_v2(struct object *link, int type, const char *data, size_t bytes, const char *name, unsigned count, int *options, void **values) {
    require(link, MAGIC_LINK);
    REQUIRE(type == 1 && count == 0 && !options && !values);
    REQUIRE(data[bytes - 1] == 0 && strlen(data) == bytes - 1 && strstr(data, ".visible .entry") && strstr(data, name));
    snprintf(link->text, sizeof link->text, "%s", name);
    return 0;
}

result cuLinkComplete(struct object *link, void **image, size_t *bytes) {
    require(link, MAGIC_LINK);
    *image = link->text;
    *bytes = sizeof link->text;
    return 0;
}

result cuLinkDestroy(struct object *link) { return destroy(link, MAGIC_LINK); }

result cuModuleLoadData(struct object **made, const char *image) {
    CURRENT;
    *made = make(MAGIC_MODULE);
    snprintf((*made)->text, sizeof (*made)->text, "%s", image);
    return 0;
}

result cuModuleUnload(struct object *module) { CURRENT; return destroy(module, MAGIC_MODULE); }

result cuModuleGetFunction(struct object **function, struct object *module, const char *name) {
    CURRENT;
    require(module, MAGIC_MODULE);
    REQUIRE(strcmp(module->text, name) == 0);
    *function = make(MAGIC_FUNCTION);
    return 0;
}

result cuFuncGetAttribute(int *value, int attribute, struct object *function) {
    require(function, MAGIC_FUNCTION);
    REQUIRE(attribute >= 0 && attribute <= 8);
    *value = attribute == 4 ? 32 : 0;
    return 0;
}

result cuFuncSetAttribute(struct object *function, int attribute, int value) {
    require(function, MAGIC_FUNCTION);
    REQUIRE(attribute == 8 && value > 0 && value <= 163 * 1024);
    return 0;
}

result cuLaunchKernel(struct object *function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, unsigned block_y,
                      unsigned block_z, unsigned shared, struct object *stream, void **parameters, void **extra) {
    CURRENT;
    require(function, MAGIC_FUNCTION);
    require(stream, MAGIC_STREAM);
    REQUIRE(grid_x > 0 && grid_y > 0 && grid_y <= 65535 && grid_z > 0 && grid_z <= 65535);
    REQUIRE(block_x > 0 && block_y > 0 && block_z > 0 && block_x * block_y * block_z <= 1024 && shared <= 163 * 1024);
    REQUIRE(!parameters && extra && extra[0] == (void *)1 && extra[2] == (void *)2 && !extra[4]);
    REQUIRE(*(size_t *)extra[3] > 0 && *(size_t *)extra[3] <= 4096);
    if (stream->recorded) {
        stream->recorded++;
        return 0;
    }
    REQUIRE(!copies);
    __sync_fetch_and_add(&launches, 1);
    return 0;
}
